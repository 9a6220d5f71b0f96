import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'

const AT_ONCE = 10_000
const HOUR_MS = 60 * 60 * 1000

/**
 * Deletes what planning needs no more: marks that have expired, and digests that were due an hour ago, which nobody joins
 * any more. A few at a time, so that no planner waits. Answers how many rows.
 */
export async function forgetPlanned({ db, clock }: { db: Database; clock: Clock }): Promise<number> {
  const now = clock.now()
  const marks = await untilNone(
    () => db.sql`
      delete from planned_lately where (workflow_id, recipient, notification_id) in (
        select workflow_id, recipient, notification_id from planned_lately
        where expires_at <= ${now.toISOString()}::timestamptz limit ${AT_ONCE} for update skip locked)`,
  )
  const before = new Date(now.getTime() - HOUR_MS).toISOString()
  const digests = await untilNone(
    () => db.sql`
      delete from digests where (workflow_id, recipient, channel) in (
        select workflow_id, recipient, channel from digests
        where due_at <= ${before}::timestamptz limit ${AT_ONCE} for update skip locked)`,
  )
  return marks + digests
}

async function untilNone(remove: () => PromiseLike<{ count: number }>): Promise<number> {
  for (let removed = 0; ; ) {
    const { count } = await remove()
    removed += count
    if (count < AT_ONCE) return removed
  }
}
