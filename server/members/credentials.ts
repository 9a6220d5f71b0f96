import { and, eq, ne } from 'drizzle-orm'
import { newId } from '#server/db/ids.ts'
import { memberAccounts, memberSessions, members, memberVerifications } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import type { Tx } from './audit.ts'
import type { Member } from './current-member.ts'

/** How better-auth names the account of a member who signs in by password. */
const PROVIDER = 'credential'

/** Inserts a member with a password (its hash). Throws `conflict` when the e-mail is taken. */
export async function insertMember(
  tx: Tx,
  member: Omit<Member, 'id'>,
  hash: string,
  at: Date,
): Promise<Member> {
  const id = newId()
  const made = await tx
    .insert(members)
    .values({ ...member, id, emailVerified: true, createdAt: at, updatedAt: at })
    .onConflictDoNothing({ target: members.email })
    .returning({ id: members.id })
  if (made.length === 0) throw emailTaken()
  await insertAccount(tx, id, hash, at)
  return { id, ...member }
}

export const emailTaken = (): DomainError => {
  const message = 'A member with this e-mail exists already.'
  return new DomainError('conflict', message, [{ path: 'email', message }])
}

async function insertAccount(tx: Tx, memberId: string, hash: string, at: Date): Promise<void> {
  await tx.insert(memberAccounts).values({
    id: newId(),
    accountId: memberId,
    providerId: PROVIDER,
    userId: memberId,
    password: hash,
    createdAt: at,
    updatedAt: at,
  })
}

const accountOf = (memberId: string) =>
  and(eq(memberAccounts.userId, memberId), eq(memberAccounts.providerId, PROVIDER))

/** The hash of a member's password; null when there is none. */
export async function passwordHash(tx: Tx, memberId: string): Promise<string | null> {
  const [row] = await tx
    .select({ hash: memberAccounts.password })
    .from(memberAccounts)
    .where(accountOf(memberId))
  return row?.hash ?? null
}

/** Sets a member's password (its hash). Links to reset it and all sessions but `keep` end. */
export async function replacePassword(
  tx: Tx,
  memberId: string,
  hash: string,
  at: Date,
  keep: string | null = null,
): Promise<void> {
  const { count } = await tx
    .update(memberAccounts)
    .set({ password: hash, updatedAt: at })
    .where(accountOf(memberId))
  if (count === 0) await insertAccount(tx, memberId, hash, at)
  await tx.delete(memberVerifications).where(eq(memberVerifications.value, memberId))
  await endSessionsOf(tx, memberId, keep)
}

/** Ends a member's sessions, all but `keep`; answers how many. */
export async function endSessionsOf(tx: Tx, memberId: string, keep: string | null = null): Promise<number> {
  const ended = await tx
    .delete(memberSessions)
    .where(and(eq(memberSessions.userId, memberId), keep === null ? undefined : ne(memberSessions.id, keep)))
  return ended.count
}
