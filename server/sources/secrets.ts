import { randomBytes } from 'node:crypto'
import { newId } from '#server/db/ids.ts'
import type { SourceSecret } from '#server/db/schema/sources.ts'
import { DomainError } from '#server/errors.ts'
import { seal, unseal } from '#server/secrets.ts'

const PURPOSE = 'webhook source secret'

/** 32 random bytes: Standard Webhooks asks for 24 to 64. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** A secret to be kept (sealed), and as its owner sees it. `given`: the sender's own. */
export function makeSecret(
  appSecret: string,
  now: Date,
  given?: string,
): { text: string; kept: SourceSecret } {
  const text = given ?? newSecret()
  const sealed = seal(text, appSecret, PURPOSE)
  return { text, kept: { id: newId(), sealed, createdAt: now.toISOString(), expiresAt: null } }
}

/** A kept secret's text. Throws `unprocessable` when `APP_SECRET` is no longer the one it was sealed with. */
export function secretText(secret: SourceSecret, appSecret: string): string {
  try {
    return unseal(secret.sealed, appSecret, PURPOSE)
  } catch (cause) {
    const message = 'This secret was sealed with another APP_SECRET and can’t be read; rotate it.'
    throw new DomainError('unprocessable', message, [], { cause })
  }
}

export const isLive = ({ expiresAt }: Pick<SourceSecret, 'expiresAt'>, now: Date): boolean =>
  expiresAt === null || Date.parse(expiresAt) > now.getTime()
