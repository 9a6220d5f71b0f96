import { eq } from 'drizzle-orm'
import { categoryFinder } from '#server/categories/find.ts'
import type { Database } from '#server/db/client.ts'
import { categories } from '#server/db/schema/categories.ts'
import { findLink } from './recipient.ts'

/** Why a link opens no page: it is none of ours, or it was revoked. `mayLeave`: one click still unsubscribes by it. */
export type ClosedLink = { kind: 'unknown' } | { kind: 'revoked'; mayLeave: boolean }

/** Says it of a link that `findRecipient` refused; null: it opens one by now. */
export async function closedLink(
  { orm }: Pick<Database, 'orm'>,
  appSecret: string,
  token: string,
): Promise<ClosedLink | null> {
  const link = await findLink(orm, appSecret, token)
  if (!link) return { kind: 'unknown' }
  if (!link.isRevoked) return null
  const { category } = link.recipient
  if (category === null) return { kind: 'revoked', mayLeave: true }
  const rows = await orm.select().from(categories).where(eq(categories.key, category))
  return { kind: 'revoked', mayLeave: !categoryFinder(rows)(category).required }
}
