import { asc, eq } from 'drizzle-orm'
import { members } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import type { Tx } from './audit.ts'
import type { Member } from './current-member.ts'
import { findMember } from './find-member.ts'

/**
 * The member, who is about to be an admin no longer or not to be at all. Takes a lock on every admin, so that of two who
 * take each other's role only one succeeds. Throws `not_found`; `unprocessable` for the last admin.
 */
export async function memberBesideAnAdmin(tx: Tx, id: string): Promise<Member> {
  const admins = await tx
    .select({ id: members.id })
    .from(members)
    .where(eq(members.role, 'admin'))
    .orderBy(asc(members.id))
    .for('update')
  const member = await findMember(tx, id)
  if (admins.every((admin) => admin.id === id)) {
    throw new DomainError('unprocessable', 'There must be at least one admin. Make somebody else one first.')
  }
  return member
}
