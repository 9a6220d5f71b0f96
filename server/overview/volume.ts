import { sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { lowestId } from '#server/db/ids.ts'
import {
  type NotificationStatus,
  notificationStatuses,
  notifications,
} from '#server/db/schema/notifications.ts'

export type Window = '24h' | '7d'
export type StatusCounts = Record<NotificationStatus, number>

export interface Bucket {
  from: Date
  /** The last one ends in the future. */
  to: Date
  total: number
  counts: StatusCounts
}

const steps = { '24h': { unit: 'hour', count: 24 }, '7d': { unit: 'day', count: 7 } } as const

/**
 * Notifications per hour or day and status, oldest first, the current one last. SENT is what the others leave: the
 * rest comes from the index of statuses and the totals from the primary key, so no row is read.
 */
export async function volume(
  orm: Orm,
  { window, timezone, now }: { window: Window; timezone: string; now: Date },
): Promise<Bucket[]> {
  const edges = await edgesOf(orm, { window, timezone, now })
  const ids = edges.map(lowestId)
  const { id, status } = notifications
  const totals = ids.slice(0, -1).map(
    (low, i) => sql`select ${i + 1}::integer as bucket, null as status,
      (select count(*) from ${notifications} where ${id} >= ${low} and ${id} < ${ids[i + 1]})::integer as count`,
  )
  const bounds = sql`${`{${ids.join(',')}}`}::uuid[]`
  const lines = await orm.execute<{ bucket: number; status: NotificationStatus | null; count: number }>(sql`
    ${sql.join(totals, sql` union all `)}
    union all
    select width_bucket(${id}, ${bounds}), ${status}, count(*)::integer from ${notifications}
    where ${status} <> 'SENT' and ${id} >= ${ids[0]} and ${id} < ${ids.at(-1)} group by 1, 2`)
  const buckets = edges.slice(0, -1).map((from, i) => ({
    from,
    to: edges[i + 1] ?? from,
    total: 0,
    counts: noCounts(),
  }))
  for (const line of lines) {
    const bucket = buckets[line.bucket - 1]
    if (!bucket) continue
    if (line.status) bucket.counts[line.status] = line.count
    else bucket.total = line.count
  }
  for (const { counts, total } of buckets) {
    counts.SENT = Math.max(0, total - Object.values(counts).reduce((sum, count) => sum + count, 0))
  }
  return buckets
}

export function noCounts(): StatusCounts {
  return Object.fromEntries(notificationStatuses.map((status) => [status, 0])) as StatusCounts
}

/** Where the hours or days begin in the zone, and where the last one ends; PostgreSQL knows the zones' rules. */
async function edgesOf(
  orm: Orm,
  { window, timezone, now }: { window: Window; timezone: string; now: Date },
): Promise<Date[]> {
  const { unit, count } = steps[window]
  const step = sql.raw(`interval '1 ${unit}'`)
  const at = sql`${now.toISOString()}::timestamptz`
  // Hours are counted in absolute time (a zone's clock repeats one), days by the zone's calendar.
  const edges =
    unit === 'hour'
      ? sql`select date_trunc('hour', ${at}, ${timezone}) + (n - ${count - 1}) * ${step} as edge`
      : sql`select (date_trunc('day', ${at} at time zone ${timezone}) + (n - ${count - 1}) * ${step})
          at time zone ${timezone} as edge`
  const rows = await orm.execute<{ edge: string }>(
    sql`${edges} from generate_series(0, ${count}) as n order by n`,
  )
  return rows.map(({ edge }) => new Date(edge))
}
