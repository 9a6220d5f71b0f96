import { and, eq, isNull } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { memberInvitations } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { enqueueMail } from './enqueue-mail.ts'
import { invitationExpiry } from './invite-member.ts'
import { invitationPath, type LinkSettings } from './links.ts'
import { byId } from './schemas.ts'

/**
 * Gives an open or expired invitation another seven days, and mails its link again where a mail server is set. The link
 * stays the same. Throws `not_found` when it was accepted or revoked.
 */
export async function resendInvitation(
  ctx: Context,
  { appSecret, mails }: LinkSettings,
  input: { id: string },
): Promise<{ path: string; mailed: boolean }> {
  authorise(ctx.actor, 'admin')
  const { id } = parse(byId, input)
  const now = ctx.clock.now()
  await ctx.db.orm.transaction(async (tx) => {
    const { count } = await tx
      .update(memberInvitations)
      .set({ expiresAt: invitationExpiry(now) })
      .where(
        and(
          eq(memberInvitations.id, id),
          isNull(memberInvitations.acceptedAt),
          isNull(memberInvitations.revokedAt),
        ),
      )
    if (count === 0) throw new DomainError('not_found', 'This invitation is not open any more.')
    if (mails) await enqueueMail(tx, { invitationId: id })
    await audit(tx, ctx, { action: 'invitation.resend', targetId: id })
  })
  return { path: invitationPath(id, appSecret), mailed: mails }
}
