import { eq, sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { revokedLinks, users } from '#server/db/schema/users.ts'
import { DomainError } from '#server/errors.ts'
import { addressHash } from './key.ts'
import { readRecipientToken } from './link.ts'

/** Whose page a link opens. */
export interface Recipient {
  /** Lower case. */
  address: string
  /** The category of the mail that the link stood in; null: it names none. */
  category: string | null
  /** The user who has this address now; null: nobody. */
  userId: string | null
}

/** Throws `not_found` for a token that is not ours or that was revoked. */
export async function findRecipient(orm: Orm, appSecret: string, token: string): Promise<Recipient> {
  const link = await findLink(orm, appSecret, token)
  if (!link || link.isRevoked) throw noSuchLink()
  return link.recipient
}

/** Whom a link of ours leads to, be it revoked or not; null for a token that is not ours. */
export async function findLink(
  orm: Orm,
  appSecret: string,
  token: string,
): Promise<{ recipient: Recipient; isRevoked: boolean } | null> {
  const read = readRecipientToken(token, appSecret)
  if (!read) return null
  const { address, category, madeAt } = read
  const [revoked] = await orm
    .select({ before: revokedLinks.before })
    .from(revokedLinks)
    .where(eq(revokedLinks.addressHash, addressHash(address)))
  const recipient = { address, category, userId: await userOfAddress(orm, address) }
  return { recipient, isRevoked: revoked !== undefined && madeAt < revoked.before }
}

/** The id of the user who has this e-mail address; null: nobody. */
export async function userOfAddress(orm: Orm, address: string): Promise<string | null> {
  const [user] = await orm
    .select({ id: users.id })
    .from(users)
    .where(eq(sql`lower(${users.email})`, address.toLowerCase()))
  return user?.id ?? null
}

export const noSuchLink = (): DomainError => new DomainError('not_found', 'This link is not valid.')
