import { and, eq, isNull } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { memberInvitations } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { byId } from './schemas.ts'

/** Makes an invitation's link worthless. Throws `not_found` when it was accepted or revoked. */
export async function revokeInvitation(ctx: Context, input: { id: string }): Promise<{ email: string }> {
  authorise(ctx.actor, 'admin')
  const { id } = parse(byId, input)
  return ctx.db.orm.transaction(async (tx) => {
    const [revoked] = await tx
      .update(memberInvitations)
      .set({ revokedAt: ctx.clock.now() })
      .where(
        and(
          eq(memberInvitations.id, id),
          isNull(memberInvitations.acceptedAt),
          isNull(memberInvitations.revokedAt),
        ),
      )
      .returning({ email: memberInvitations.email })
    if (!revoked) throw new DomainError('not_found', 'This invitation is not open any more.')
    await audit(tx, ctx, { action: 'invitation.revoke', targetId: id, detail: { email: revoked.email } })
    return revoked
  })
}
