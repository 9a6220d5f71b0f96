import { and, eq, gt, lt, ne, type SQL, sql } from 'drizzle-orm'
import { newId } from '#server/db/ids.ts'
import { memberVerifications } from '#server/db/schema/members.ts'
import type { Tx } from './audit.ts'

/** What our rows among better-auth's verifications are called; `value` is the member's id. */
const IDENTIFIER = 'password-reset'
const VALID_MS = 60 * 60 * 1000

const isReset = eq(memberVerifications.identifier, IDENTIFIER)

/** The open reset of this id. A row for nobody (see `requestPasswordReset`) is none. */
export const isOpenReset = (id: string, now: Date): SQL | undefined =>
  and(
    isReset,
    eq(memberVerifications.id, id),
    ne(memberVerifications.value, ''),
    gt(memberVerifications.expiresAt, now),
  )

/** Makes a reset, valid for an hour and once, and takes away expired ones. Answers its id. */
export async function insertReset(tx: Tx, memberId: string, now: Date): Promise<string> {
  const id = newId()
  await tx.delete(memberVerifications).where(and(isReset, lt(memberVerifications.expiresAt, now)))
  await tx.insert(memberVerifications).values({
    id,
    identifier: IDENTIFIER,
    value: memberId,
    expiresAt: new Date(now.getTime() + VALID_MS),
    createdAt: now,
    updatedAt: now,
  })
  return id
}

/** How many open resets a member has. */
export async function countResets(tx: Tx, memberId: string, now: Date): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(memberVerifications)
    .where(and(isReset, eq(memberVerifications.value, memberId), gt(memberVerifications.expiresAt, now)))
  return row?.count ?? 0
}
