import { asc, gt, sql } from 'drizzle-orm'
import { authorise, type Context, mayUse } from '#server/context.ts'
import { memberSessions, members } from '#server/db/schema/members.ts'
import type { Member } from './current-member.ts'

export interface ListedMember extends Member {
  createdAt: Date
  /** To the minute; for admins only. */
  lastSeenAt: Date | null
  /** How many are open; for admins only. */
  sessions: number | null
}

const MAX = 1_000

/** The team by name. When somebody was here is for admins. */
export async function listMembers({ db, clock, actor }: Context): Promise<ListedMember[]> {
  authorise(actor, 'read')
  const mayManage = mayUse(actor, 'admin')
  const open = db.orm
    .select({ userId: memberSessions.userId, count: sql<number>`count(*)::int`.as('count') })
    .from(memberSessions)
    .where(gt(memberSessions.expiresAt, clock.now()))
    .groupBy(memberSessions.userId)
    .as('open')
  const rows = await db.orm
    .select({
      id: members.id,
      name: members.name,
      email: members.email,
      role: members.role,
      createdAt: members.createdAt,
      lastSeenAt: members.lastSeenAt,
      sessions: open.count,
    })
    .from(members)
    .leftJoin(open, sql`${open.userId} = ${members.id}`)
    .orderBy(asc(sql`lower(${members.name})`), asc(members.id))
    .limit(MAX)
  return rows.map((row) => ({
    ...row,
    lastSeenAt: mayManage ? row.lastSeenAt : null,
    sessions: mayManage ? (row.sessions ?? 0) : null,
  }))
}
