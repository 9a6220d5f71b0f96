import { hashPassword } from 'better-auth/crypto'
import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { insertMember } from './credentials.ts'
import type { Member } from './current-member.ts'
import { type NewMember, newMember } from './schemas.ts'

/** Makes a member who signs in by e-mail and password. Throws `bad_input`; `conflict` when the e-mail is taken. */
export async function createMember({ db, clock, actor }: Context, input: NewMember): Promise<Member> {
  authorise(actor, 'admin')
  const { password, ...member } = parse(newMember, input)
  const hash = await hashPassword(password)
  return db.orm.transaction((tx) => insertMember(tx, member, hash, clock.now()))
}
