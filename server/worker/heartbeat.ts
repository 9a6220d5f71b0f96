import type { Database } from '#server/db/client.ts'
import { WORKER_SILENT_S } from '#server/db/schema/workers.ts'
import { releaseDeadWorker } from './release.ts'

/** Written every 2 s; the dead are looked for every 3 s: what they held is unlocked within 15 s. */
const BEAT_MS = 2_000
const LOOK_MS = 3_000

export interface WorkerIdentity {
  id: string
  host: string
  poolIds: readonly string[]
  /** Each provider's circuit breaker. */
  providers: Readonly<Record<string, string>>
}

/** Writes the worker's row: made again if another worker took it for dead. The database's clock is the one that counts. */
export async function beat({ sql }: Database, worker: WorkerIdentity): Promise<void> {
  await sql`insert into workers (id, host, pool_ids, providers, started_at, heartbeat_at)
    values (${worker.id}, ${worker.host}, ${worker.poolIds as string[]}::text[],
      ${JSON.stringify(worker.providers)}::text::jsonb, now(), now())
    on conflict (id) do update set heartbeat_at = now(), pool_ids = excluded.pool_ids,
      providers = excluded.providers`
}

/** Frees what workers hold whose heartbeat stopped. */
async function releaseDead(db: Database, own: string): Promise<string[]> {
  const dead = await db.sql<{ id: string }[]>`
    select id from workers where id <> ${own} and heartbeat_at < now() - make_interval(secs => ${WORKER_SILENT_S})`
  for (const { id } of dead) await releaseDeadWorker(db, id, new Date())
  return dead.map(({ id }) => id)
}

/**
 * Beats and looks for the dead until stopped. `on.error` hears of every failed turn; the next turn comes all the same.
 * `stop` resolves when no turn is under way: a late beat would bring the worker's row back.
 */
export function startHeartbeat(
  db: Database,
  worker: () => WorkerIdentity,
  on: { error: (error: unknown) => void; released: (ids: string[]) => void },
): { stop(): Promise<void> } {
  const every = (ms: number, work: () => Promise<unknown>) => {
    let running: Promise<void> | null = null
    const timer = setInterval(() => {
      running ??= work()
        .then(() => undefined, on.error)
        .finally(() => {
          running = null
        })
    }, ms)
    return async () => {
      clearInterval(timer)
      await running
    }
  }
  const stops = [
    every(BEAT_MS, () => beat(db, worker())),
    every(LOOK_MS, async () => {
      const ids = await releaseDead(db, worker().id)
      if (ids.length > 0) on.released(ids)
    }),
  ]
  return {
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()))
    },
  }
}
