import { hashPassword } from 'better-auth/crypto'
import { eq } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import { members, memberVerifications } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { replacePassword } from './credentials.ts'
import type { Member } from './current-member.ts'
import { findMember } from './find-member.ts'
import { idOfToken } from './links.ts'
import { isOpenReset } from './password-resets.ts'
import { type NewPassword, newPassword } from './schemas.ts'

/** Whose password a link's token may change, or null. Changes nothing: mail scanners follow links. */
export async function findPasswordReset(
  { db, clock }: Context,
  appSecret: string,
  token: string,
): Promise<{ email: string } | null> {
  const id = idOfToken(token, appSecret, 'member-password-reset')
  if (!id) return null
  const [found] = await db.orm
    .select({ email: members.email })
    .from(memberVerifications)
    .innerJoin(members, eq(members.id, memberVerifications.value))
    .where(isOpenReset(id, clock.now()))
  return found ?? null
}

/**
 * Sets a new password for whoever holds the link, once; every session and every other link of the member end. The link
 * is the permission. Throws `bad_input`; `not_found` when the link was used or has expired.
 */
export async function resetPassword(ctx: Context, appSecret: string, input: NewPassword): Promise<Member> {
  const { token, password } = parse(newPassword, input)
  const id = idOfToken(token, appSecret, 'member-password-reset')
  if (!id) throw notOpen()
  const hash = await hashPassword(password)
  const now = ctx.clock.now()
  return ctx.db.orm.transaction(async (tx) => {
    const [used] = await tx
      .delete(memberVerifications)
      .where(isOpenReset(id, now))
      .returning({ memberId: memberVerifications.value })
    if (!used) throw notOpen()
    const member = await findMember(tx, used.memberId)
    await replacePassword(tx, member.id, hash, now)
    await audit(tx, ctx, {
      actor: { kind: 'member', ...member },
      action: 'member.reset_password',
      targetId: member.id,
    })
    return member
  })
}

const notOpen = () => new DomainError('not_found', 'This link is not valid any more. Ask for a new one.')
