import { type Clock, systemClock } from '#server/clock.ts'
import { seal, unseal } from '#server/secrets.ts'

const PURPOSE = 'recipient-link/2'
/** Of links that were made when they held the address alone. */
const FIRST_PURPOSE = 'recipient-link'

/** What a recipient's link opens. */
export interface RecipientToken {
  /** Lower case. */
  address: string
  /** The category of the mail that it stood in: what one click switches off. Null: all optional mail. */
  category: string | null
  /** In those links that know it not: 1970. */
  madeAt: Date
}

/**
 * The token of a recipient's own page: their address and a mail's category, encrypted, so that neither the link nor a
 * log names anybody, and nobody can make one. It opens what is about this address alone.
 */
export function recipientToken({ address, category, madeAt }: RecipientToken, appSecret: string): string {
  return seal(JSON.stringify([address.toLowerCase(), category, madeAt.getTime()]), appSecret, PURPOSE)
}

/** What a token holds; null unless we made it. Whether it was revoked is for `findRecipient` to say. */
export function readRecipientToken(token: string, appSecret: string): RecipientToken | null {
  if (!/^[\w-]{39,1000}$/.test(token)) return null
  const text = opened(token, appSecret, PURPOSE)
  if (text === null) {
    const address = opened(token, appSecret, FIRST_PURPOSE)
    return address === null ? null : { address, category: null, madeAt: new Date(0) }
  }
  const [address, category, at] = JSON.parse(text) as [string, string | null, number]
  return { address, category, madeAt: new Date(at) }
}

function opened(token: string, appSecret: string, purpose: string): string | null {
  try {
    return unseal(token, appSecret, purpose)
  } catch {
    return null
  }
}

/** Makes the address of a recipient's page, below where Posthorn is reached. `category`: the mail's, if it has one. */
export type RecipientLink = (address: string, category?: string) => string

export const recipientLinks =
  (appUrl: string, appSecret: string, clock: Clock = systemClock): RecipientLink =>
  (address, category) => {
    const token = recipientToken({ address, category: category ?? null, madeAt: clock.now() }, appSecret)
    return `${appUrl.replace(/\/+$/, '')}/u/${token}`
  }

/** Where a mail client's one click goes (RFC 8058), of the address of the page. */
export const oneClickLink = (page: string): string => `${page}/unsubscribe`

/** A text or a header with no link to a recipient's page in it, for those who may not change what users chose. */
export const withoutRecipientLinks = (text: string): string =>
  text.replaceAll(/\/u\/[\w-]{39,1000}/g, '/u/hidden')
