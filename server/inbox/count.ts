import { sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { inboxMessages } from '#server/db/schema/inbox.ts'

const CAP = 10_000

export interface InboxCount {
  /** At most 10,000. */
  total: number
  /** There are more. */
  capped: boolean
  /** The last to have arrived; “all” is told as all up to this one. */
  newest: string | null
}

/** How much captured mail there is, read or not. Throws `forbidden`. */
export async function countInbox({ db, actor }: Context): Promise<InboxCount> {
  authorise(actor, 'read')
  const { deliveryId } = inboxMessages
  const [row] = await db.orm.execute<{ total: number; newest: string | null }>(
    sql`select (select count(*)::integer from (select 1 from ${inboxMessages} limit ${CAP + 1}) counted) as total,
      (select ${deliveryId} from ${inboxMessages} order by ${deliveryId} desc limit 1) as newest`,
  )
  const total = row?.total ?? 0
  return { total: Math.min(total, CAP), capped: total > CAP, newest: row?.newest ?? null }
}
