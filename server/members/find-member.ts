import { eq } from 'drizzle-orm'
import { members } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import type { Tx } from './audit.ts'
import type { Member } from './current-member.ts'

/** Throws `not_found`. */
export async function findMember(tx: Tx, id: string): Promise<Member> {
  const { name, email, role } = members
  const [member] = await tx
    .select({ id: members.id, name, email, role })
    .from(members)
    .where(eq(members.id, id))
  if (!member) throw new DomainError('not_found', 'There is no member with this id.')
  return member
}
