import { seal, unseal } from '#server/secrets.ts'

const PURPOSE = 'recipient-link'

/**
 * The token of a recipient's own page: their address, encrypted, so that neither the link nor a log names anybody, and
 * nobody can make one. It opens what is about this address alone.
 */
export const recipientToken = (address: string, appSecret: string): string =>
  seal(address.toLowerCase(), appSecret, PURPOSE)

/** The address (lower case) that a token is of; null unless we made it. */
export function addressOfToken(token: string, appSecret: string): string | null {
  if (!/^[\w-]{39,600}$/.test(token)) return null
  try {
    return unseal(token, appSecret, PURPOSE)
  } catch {
    return null
  }
}

/** Makes the address of a recipient's page, below where Posthorn is reached. */
export type RecipientLink = (address: string) => string

export const recipientLinks =
  (appUrl: string, appSecret: string): RecipientLink =>
  (address) =>
    `${appUrl.replace(/\/+$/, '')}/u/${recipientToken(address, appSecret)}`
