import type { Database } from '#server/db/client.ts'
import { WORKER_SILENT_S } from '#server/db/schema/workers.ts'
import { type BreakerState, worstOf } from '#server/overview/workers.ts'

const DATABASE_ANSWERS_MS = 2_000
/** Counts beyond are not counted. */
const COUNT_MAX = 10_000

export interface Health {
  status: 'ok' | 'degraded'
  database: 'connected' | 'disconnected'
  worker: 'started' | 'stopped' | 'unknown'
  queue: { ready: number; scheduled: number; dead: number } | null
  /** The consumers of Kafka's topics, the worst of several; absent where Kafka is not used. */
  kafka?: 'connected' | 'failing' | 'stopped'
  /** Each e-mail provider's circuit breaker, as the workers last reported; the worst of several. */
  providers: Record<string, string>
}

const AWAY: Health = {
  status: 'degraded',
  database: 'disconnected',
  worker: 'unknown',
  queue: null,
  providers: {},
}

async function within<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), DATABASE_ANSWERS_MS)
  })
  try {
    return await Promise.race([work.catch(() => null), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the database answers and a worker's heartbeat is fresh, whichever machine it runs on. Never throws. */
export async function checkReadiness(db: Database): Promise<Pick<Health, 'database' | 'worker'>> {
  const found = await within(
    db.sql<{ alive: boolean }[]>`
      select exists (select 1 from workers where heartbeat_at > now() - make_interval(secs => ${WORKER_SILENT_S})) as alive`,
  )
  if (!found) return { database: 'disconnected', worker: 'unknown' }
  return { database: 'connected', worker: found[0]?.alive ? 'started' : 'stopped' }
}

/** The whole picture; counts are capped at 10,000. Never throws. */
export async function checkHealth(db: Database): Promise<Health> {
  const ready = await checkReadiness(db)
  if (ready.database !== 'connected') return AWAY
  const found = await within(
    db.sql<
      {
        ready: number
        scheduled: number
        dead: number
        providers: Record<string, BreakerState>[]
        kafka: Health['kafka'] | null
      }[]
    >`
      select
        (select count(*)::int from (select 1 from deliveries where status = 'QUEUED' and due_at <= now() limit ${COUNT_MAX}) x) as ready,
        (select count(*)::int from (select 1 from deliveries where status in ('QUEUED', 'HELD') and due_at > now() limit ${COUNT_MAX}) x) as scheduled,
        (select count(*)::int from (select 1 from deliveries where status = 'FAILED' limit ${COUNT_MAX}) x) as dead,
        (select coalesce(jsonb_agg(providers), '[]') from workers
          where heartbeat_at > now() - make_interval(secs => ${WORKER_SILENT_S})) as providers,
        (select case when bool_or(alive and state = 'failing') then 'failing'
            when bool_or(alive and state = 'running') then 'connected' when count(*) > 0 then 'stopped' end
          from (select state, heartbeat_at > now() - make_interval(secs => ${WORKER_SILENT_S}) as alive
            from kafka_consumers) c) as kafka`,
  )
  const [row] = found ?? []
  if (!row) return AWAY
  const providers = Object.fromEntries(worstOf(row.providers).map(({ name, state }) => [name, state]))
  const well =
    ready.worker === 'started' &&
    Object.values(providers).every((state) => state === 'ok') &&
    (row.kafka === null || row.kafka === 'connected')
  const queue = { ready: row.ready, scheduled: row.scheduled, dead: row.dead }
  return {
    ...ready,
    status: well ? 'ok' : 'degraded',
    queue,
    ...(row.kafka && { kafka: row.kafka }),
    providers,
  }
}
