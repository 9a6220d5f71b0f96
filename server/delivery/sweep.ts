import type { Database } from '#server/db/client.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { applyWaiting } from '#server/feedback/apply.ts'
import { enqueue, enqueueByChannel } from '#server/queue/enqueue.ts'
import { settleInterrupted } from './interrupted.ts'

/** The queue's own job has this long to come first. */
const GRACE_MS = 60_000
const LIMIT = 5_000

/**
 * Our rows are the truth, the queue is the trigger: enqueues what is due and free but has waited for a minute, plans
 * what is still PENDING after one, settles calls whose lease ran out, and applies feedback that came too early. Losing
 * the whole queue loses nothing. Several workers may sweep at once: a job too many finds nothing to lease.
 */
export async function sweep(
  db: Database,
  now: Date,
): Promise<{ planned: number; due: number; settled: number; told: number }> {
  const late = new Date(now.getTime() - GRACE_MS).toISOString()
  const pending = await db.sql<{ id: string }[]>`
    select id from notifications where status = 'PENDING' and created_at < ${late}::timestamptz order by id limit ${LIMIT}`
  for (let i = 0; i < pending.length; i += 500) {
    await enqueue(db.sql, 'notifications.plan', { ids: pending.slice(i, i + 500).map(({ id }) => id) })
  }
  const due = await db.sql<{ id: string; channel: Channel }[]>`
    select id, channel from deliveries
    where status in ('QUEUED', 'HELD') and digest_of is null and due_at < ${now.toISOString()}::timestamptz
      and (leased_until < ${now.toISOString()}::timestamptz or (leased_until is null and due_at < ${late}::timestamptz))
    order by due_at limit ${LIMIT}`
  await enqueueByChannel(db.sql, due)
  const settled = await settleInterrupted(db, null, now)
  const told = await applyWaiting(db, now)
  return { planned: pending.length, due: due.length, settled, told }
}
