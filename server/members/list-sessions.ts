import { and, desc, eq, gt } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { memberSessions } from '#server/db/schema/members.ts'
import { ownId } from './own.ts'

export interface Session {
  id: string
  /** The one that asks. */
  current: boolean
  createdAt: Date
  /** To the minute. */
  lastSeenAt: Date
  ipAddress: string | null
  userAgent: string | null
}

const MAX = 200

/** One's own open sessions, the one that was seen last first. */
export async function listSessions({ db, clock, actor }: Context, currentId: string): Promise<Session[]> {
  authorise(actor, 'read')
  const rows = await db.orm
    .select()
    .from(memberSessions)
    .where(and(eq(memberSessions.userId, ownId(actor)), gt(memberSessions.expiresAt, clock.now())))
    .orderBy(desc(memberSessions.updatedAt))
    .limit(MAX)
  return rows.map(({ id, createdAt, updatedAt, ipAddress, userAgent }) => ({
    id,
    current: id === currentId,
    createdAt,
    lastSeenAt: updatedAt,
    ipAddress,
    userAgent,
  }))
}
