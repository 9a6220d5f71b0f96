import { and, eq, isNull } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { memberInvitations, members } from '#server/db/schema/members.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { emailTaken } from './credentials.ts'
import { enqueueMail } from './enqueue-mail.ts'
import { invitationPath, type LinkSettings } from './links.ts'
import { type InvitationInput, invitation } from './schemas.ts'

const VALID_MS = 7 * 24 * 60 * 60 * 1000

/** When an invitation that is sent now expires: in seven days. */
export const invitationExpiry = (now: Date): Date => new Date(now.getTime() + VALID_MS)

/**
 * Invites somebody by a link, valid for seven days and once; an open invitation to the same address ends. The link is
 * mailed where a mail server is set, and can be copied in any case. Throws `conflict` when there is such a member.
 */
export async function inviteMember(
  ctx: Context,
  { appSecret, mails }: LinkSettings,
  input: InvitationInput,
): Promise<{ id: string; path: string; mailed: boolean }> {
  authorise(ctx.actor, 'admin')
  const { email, role } = parse(invitation, input)
  const id = newId()
  const now = ctx.clock.now()
  await ctx.db.orm.transaction(async (tx) => {
    const taken = await tx.select({ id: members.id }).from(members).where(eq(members.email, email))
    if (taken.length > 0) throw emailTaken()
    await tx
      .update(memberInvitations)
      .set({ revokedAt: now })
      .where(
        and(
          eq(memberInvitations.email, email),
          isNull(memberInvitations.acceptedAt),
          isNull(memberInvitations.revokedAt),
        ),
      )
    await tx.insert(memberInvitations).values({
      id,
      email,
      role,
      invitedBy: actorLabel(ctx.actor).actorName,
      createdAt: now,
      expiresAt: invitationExpiry(now),
    })
    if (mails) await enqueueMail(tx, { invitationId: id })
    await audit(tx, ctx, { action: 'member.invite', targetId: id, detail: { email, role } })
  })
  return { id, path: invitationPath(id, appSecret), mailed: mails }
}
