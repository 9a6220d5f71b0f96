import { desc } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { idTime } from '#server/db/ids.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { getEnv } from '#server/env.ts'
import { parse } from '#server/parse.ts'
import { type Failures, failures } from './failures.ts'
import { type QueueDepth, queueDepth } from './queue-depth.ts'
import { type OverviewInput, overviewInput } from './schemas.ts'
import { remembered } from './short-memory.ts'
import { type Bucket, noCounts, type StatusCounts, volume, type Window } from './volume.ts'
import { type ProviderState, type WorkerState, workersReport } from './workers.ts'

export interface Overview {
  window: Window
  timezone: string
  /** When volume and failures were counted; the rest is of this moment. */
  at: Date
  buckets: Bucket[]
  total: number
  counts: StatusCounts
  failures: Failures
  queue: QueueDepth
  worker: WorkerState
  /** As the living workers report them; empty while none lives. */
  providers: ProviderState[]
  /** When the newest notification was accepted; null: there is none yet. */
  lastEventAt: Date | null
}

/** What the overview shows. Throws `bad_input`, `forbidden`. */
export async function overviewSummary(
  { db, clock, actor }: Context,
  input: OverviewInput,
): Promise<Overview> {
  authorise(actor, 'read')
  const { window, timezone: asked } = parse(overviewInput, input)
  const timezone = asked ?? getEnv().defaultTimezone
  const { orm } = db
  const now = clock.now()
  const [history, queue, { worker, providers }, newest] = await Promise.all([
    // Costs 0.1 s at a million rows in the window; the rest is a few ms and always fresh.
    remembered(orm, `${window} ${timezone}`, () => count(orm, { window, timezone, now })),
    queueDepth(orm, now),
    workersReport(orm),
    orm.select({ id: notifications.id }).from(notifications).orderBy(desc(notifications.id)).limit(1),
  ])
  const { buckets } = history
  const counts = noCounts()
  for (const bucket of buckets) {
    for (const status of Object.keys(counts) as (keyof StatusCounts)[])
      counts[status] += bucket.counts[status]
  }
  return {
    window,
    timezone,
    at: history.at,
    buckets,
    total: buckets.reduce((sum, bucket) => sum + bucket.total, 0),
    counts,
    failures: history.failures,
    queue,
    worker,
    providers,
    lastEventAt: newest[0] ? idTime(newest[0].id) : null,
  }
}

async function count(orm: Orm, span: { window: Window; timezone: string; now: Date }) {
  const buckets = await volume(orm, span)
  return { at: span.now, buckets, failures: await failures(orm, buckets[0]?.from ?? span.now) }
}
