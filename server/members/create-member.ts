import { hashPassword } from 'better-auth/crypto'
import { authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { memberAccounts, members } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import type { Member } from './current-member.ts'
import { type NewMember, newMember } from './schemas.ts'

/** Makes a member who signs in by e-mail and password. Throws `bad_input`; `conflict` when the e-mail is taken. */
export async function createMember({ db, clock, actor }: Context, input: NewMember): Promise<Member> {
  authorise(actor, 'admin')
  const { name, email, password, role } = parse(newMember, input)
  const hash = await hashPassword(password)
  const at = clock.now()
  const id = newId()
  await db.orm.transaction(async (tx) => {
    const made = await tx
      .insert(members)
      .values({ id, name, email, role, emailVerified: true, createdAt: at, updatedAt: at })
      .onConflictDoNothing({ target: members.email })
      .returning({ id: members.id })
    if (made.length === 0) throw new DomainError('conflict', 'A member with this e-mail exists already.')
    await tx.insert(memberAccounts).values({
      id: newId(),
      accountId: id,
      providerId: 'credential',
      userId: id,
      password: hash,
      createdAt: at,
      updatedAt: at,
    })
  })
  return { id, name, email, role }
}
