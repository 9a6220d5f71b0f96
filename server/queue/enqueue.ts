import type postgres from 'postgres'
import { type Channel, channels } from '#server/db/schema/deliveries.ts'
import type { TaskName, TaskPayload } from './tasks.ts'

/** A bug throws and is retried by the queue a few times; the sweep finds what is left. */
const MAX_ATTEMPTS = 5

/** Deliveries per job: enough to share statements, few enough to spread over workers and end soon. */
export const DELIVERIES_PER_JOB = 100

/** The task that delivers on a channel. */
export const deliveryTask = (channel: Channel): TaskName => `notifications.${channel}`

/**
 * Until the caller's transaction ends, the queue finds its jobs by index: planned while the table was small and kept
 * for the connection, its statements would scan a backlog. For pools that have not switched it off altogether.
 */
export async function enqueueByIndex(tx: postgres.ISql): Promise<void> {
  await tx`set local enable_seqscan = off`
}

/**
 * Adds one job on the caller's connection: inside its transaction, the job exists if and only if that commits.
 * `runAt`: null for now.
 */
export async function enqueue<Name extends TaskName>(
  sql: postgres.ISql,
  task: Name,
  payload: TaskPayload<Name>,
  runAt: Date | null = null,
): Promise<void> {
  // `::text::json`: postgres.js would send jsonb, which add_job does not take.
  await sql`select 1 from graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::text::json,
    run_at => ${runAt?.toISOString() ?? null}::timestamptz, max_attempts => ${MAX_ATTEMPTS})`
}

/** Adds delivery jobs for these deliveries (all due at `runAt`), in chunks. */
export async function enqueueDeliveries(
  sql: postgres.ISql,
  channel: Channel,
  ids: readonly string[],
  runAt: Date | null = null,
): Promise<void> {
  for (let i = 0; i < ids.length; i += DELIVERIES_PER_JOB) {
    await enqueue(sql, deliveryTask(channel), { ids: ids.slice(i, i + DELIVERIES_PER_JOB) }, runAt)
  }
}

/** Adds delivery jobs for these deliveries, each to its channel's task; all due now. */
export async function enqueueByChannel(
  sql: postgres.ISql,
  deliveries: readonly { id: string; channel: Channel }[],
): Promise<void> {
  for (const channel of channels) {
    const ids = deliveries.flatMap((one) => (one.channel === channel ? [one.id] : []))
    await enqueueDeliveries(sql, channel, ids)
  }
}

/** Deliveries and their due times as jobs: those due at the same second share one. */
export function byDueTime(
  items: readonly { id: string; channel: Channel; dueAt: Date }[],
): { channel: Channel; dueAt: Date; ids: string[] }[] {
  const groups = new Map<string, { channel: Channel; dueAt: Date; ids: string[] }>()
  for (const { id, channel, dueAt } of items) {
    const second = new Date(Math.ceil(dueAt.getTime() / 1000) * 1000)
    const key = `${channel} ${second.getTime()}`
    const group = groups.get(key) ?? { channel, dueAt: second, ids: [] }
    group.ids.push(id)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/**
 * Adds delivery jobs, each to its channel's task, in one statement; those due at the same second share theirs. `dueAt`:
 * null for now.
 */
export async function enqueueDue(
  sql: postgres.ISql,
  items: readonly { id: string; channel: Channel; dueAt: Date | null }[],
): Promise<void> {
  const now = items.filter(({ dueAt }) => dueAt === null)
  const later = items.flatMap(({ dueAt, ...item }) => (dueAt ? { ...item, dueAt } : []))
  const jobs = [
    ...channels.map((channel) => ({
      channel,
      dueAt: null,
      ids: now.flatMap((item) => (item.channel === channel ? [item.id] : [])),
    })),
    ...byDueTime(later),
  ].flatMap(({ channel, dueAt, ids }) => chunks(ids).map((some) => ({ channel, dueAt, ids: some })))
  if (jobs.length === 0) return
  const specs = jobs.map(({ channel, dueAt, ids }) => ({
    identifier: deliveryTask(channel),
    payload: { ids },
    run_at: dueAt,
    max_attempts: MAX_ATTEMPTS,
  }))
  await sql`select count(*) from graphile_worker.add_jobs((select array_agg(spec) from json_populate_recordset(
    null::graphile_worker.job_spec, ${JSON.stringify(specs)}::text::json) as spec))`
}

function chunks(ids: readonly string[]): string[][] {
  const all: string[][] = []
  for (let i = 0; i < ids.length; i += DELIVERIES_PER_JOB) all.push(ids.slice(i, i + DELIVERIES_PER_JOB))
  return all
}
