import { sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { inboxMessages } from '#server/db/schema/inbox.ts'

const CAP = 999

/** How many captured mails nobody has read: at most 999, and whether there are more. */
export async function countUnread({ db, actor }: Context): Promise<{ count: number; capped: boolean }> {
  authorise(actor, 'read')
  const [line] = await db.orm.execute<{ count: number }>(
    sql`select count(*)::integer as count from (
      select 1 from ${inboxMessages} where ${inboxMessages.readAt} is null limit ${CAP + 1}) unread`,
  )
  const count = line?.count ?? 0
  return { count: Math.min(count, CAP), capped: count > CAP }
}
