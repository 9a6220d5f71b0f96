import { hashPassword } from 'better-auth/crypto'
import { and, eq, gt, isNull, type SQL } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import { type MemberRole, memberInvitations } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { insertMember } from './credentials.ts'
import type { Member } from './current-member.ts'
import { idOfToken } from './links.ts'
import { type AcceptanceInput, acceptance } from './schemas.ts'

export const isOpenInvitation = (id: string, now: Date): SQL | undefined =>
  and(
    eq(memberInvitations.id, id),
    isNull(memberInvitations.acceptedAt),
    isNull(memberInvitations.revokedAt),
    gt(memberInvitations.expiresAt, now),
  )

/** The open invitation that a link's token names, or null. Changes nothing: mail scanners follow links. */
export async function findInvitation(
  { db, clock }: Context,
  appSecret: string,
  token: string,
): Promise<{ email: string; role: MemberRole; invitedBy: string } | null> {
  const id = idOfToken(token, appSecret, 'member-invitation')
  if (!id) return null
  const { email, role, invitedBy } = memberInvitations
  const [found] = await db.orm
    .select({ email, role, invitedBy })
    .from(memberInvitations)
    .where(isOpenInvitation(id, clock.now()))
  return found ?? null
}

/**
 * Makes whoever holds the link a member, once. The link is the permission. Throws `bad_input`; `not_found` when the
 * invitation is not open any more; `conflict` when there is such a member by now.
 */
export async function acceptInvitation(
  ctx: Context,
  appSecret: string,
  input: AcceptanceInput,
): Promise<Member> {
  const { token, name, password } = parse(acceptance, input)
  const id = idOfToken(token, appSecret, 'member-invitation')
  if (!id) throw notOpen()
  const hash = await hashPassword(password)
  const now = ctx.clock.now()
  return ctx.db.orm.transaction(async (tx) => {
    const [accepted] = await tx
      .update(memberInvitations)
      .set({ acceptedAt: now })
      .where(isOpenInvitation(id, now))
      .returning({ email: memberInvitations.email, role: memberInvitations.role })
    if (!accepted) throw notOpen()
    const member = await insertMember(tx, { name, ...accepted }, hash, now)
    await audit(tx, ctx, {
      actor: { kind: 'member', ...member },
      action: 'member.join',
      targetId: member.id,
      detail: { invitation: id, role: member.role },
    })
    return member
  })
}

const notOpen = () =>
  new DomainError('not_found', 'This invitation is not valid any more. Ask for a new one.')
