import { sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'

const CAP = 10_000

export interface QueueDepth {
  /** Notifications that wait for their plan. */
  pending: number
  /** Deliveries to be sent now. */
  due: number
  /** Deliveries whose next try comes later. */
  waiting: number
  /** Deliveries held until a time. */
  held: number
  /** Deliveries that a provider has been called for. */
  sending: number
  /** Since when the oldest due one waits; null when none does. */
  oldestDueAt: Date | null
  /** There are at least so many: counting stopped at 10,000. */
  capped: boolean
}

/** How much there is to do, by our own tables. */
export async function queueDepth(orm: Orm, now: Date): Promise<QueueDepth> {
  const d = deliveries
  const at = sql`${now.toISOString()}::timestamptz`
  const [row] = await orm.execute<{
    pending: number
    sending: number
    due: number
    waiting: number
    held: number
    waiting_all: number
    oldest_due_at: string | null
  }>(sql`
    with unsent as materialized (
      select ${d.status}, ${d.dueAt} from ${d} where ${d.status} in ('QUEUED', 'HELD')
      order by ${d.dueAt} limit ${CAP + 1}
    )
    select
      (select count(*)::integer from (select 1 from ${notifications}
        where ${notifications.status} = 'PENDING' limit ${CAP + 1}) p) as pending,
      (select count(*)::integer from (select 1 from ${d} where ${d.status} = 'SENDING' limit ${CAP + 1}) s) as sending,
      count(*) filter (where due_at <= ${at})::integer as due,
      count(*) filter (where due_at > ${at} and status = 'QUEUED')::integer as waiting,
      count(*) filter (where due_at > ${at} and status = 'HELD')::integer as held,
      count(*)::integer as waiting_all,
      min(due_at) filter (where due_at <= ${at}) as oldest_due_at
    from unsent`)
  if (!row) throw new Error('a count answers one row')
  const cap = (count: number) => Math.min(count, CAP)
  return {
    pending: cap(row.pending),
    due: cap(row.due),
    waiting: cap(row.waiting),
    held: cap(row.held),
    sending: cap(row.sending),
    oldestDueAt: row.oldest_due_at ? new Date(row.oldest_due_at) : null,
    capped: Math.max(row.pending, row.sending, row.waiting_all) > CAP,
  }
}
