import { and, desc, isNull } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { type MemberRole, memberInvitations } from '#server/db/schema/members.ts'
import { invitationPath, type LinkSettings } from './links.ts'

export interface Invitation {
  id: string
  email: string
  role: MemberRole
  invitedBy: string
  createdAt: Date
  expiresAt: Date
  expired: boolean
  /** Of its link. */
  path: string
}

const MAX = 500

/** The invitations that nobody has accepted or revoked, newest first, expired ones too. */
export async function listInvitations(
  { db, clock, actor }: Context,
  { appSecret }: LinkSettings,
): Promise<Invitation[]> {
  authorise(actor, 'admin')
  const open = and(isNull(memberInvitations.acceptedAt), isNull(memberInvitations.revokedAt))
  const rows = await db.orm
    .select()
    .from(memberInvitations)
    .where(open)
    .orderBy(desc(memberInvitations.id))
    .limit(MAX)
  const now = clock.now()
  return rows.map(({ id, email, role, invitedBy, createdAt, expiresAt }) => ({
    id,
    email,
    role,
    invitedBy,
    createdAt,
    expiresAt,
    expired: expiresAt <= now,
    path: invitationPath(id, appSecret),
  }))
}
