import { type Database, isDatabaseAway } from '#server/db/client.ts'
import { GroupCommit } from '#server/db/group-commit.ts'
import { getIngestDatabase, renewIngestDatabase } from '#server/db/pools.ts'
import { DomainError } from '#server/errors.ts'
import { KEY_LIFETIME_MS, mismatch } from '#server/idempotency/carry-out-once.ts'
import { countFlush } from '#server/telemetry/metrics.ts'
import { type EventRow, type IncomingEvent, ROW_COLUMNS, ROW_RECORD, toRow } from './event-row.ts'

export interface Accepted {
  notificationId: string
  traceId: string
  /** The key was used before with the same body: these are the first one's ids, and nothing was stored. */
  replayed: boolean
}

const FLUSH_MAX = 500
/** A flush takes milliseconds. One that has no answer by then has lost its connection without hearing of it. */
const FLUSH_LIMIT_MS = 20_000

/**
 * Stores notifications, their idempotency rows and one planning job in one statement. Keys are sorted, else two
 * writers deadlock; an expired key is taken over. Answers per row: its own id, or the winner's of its key.
 */
async function flush({ sql }: Database, rows: EventRow[]): Promise<(Accepted | DomainError)[]> {
  const expires = new Date(Date.now() + KEY_LIFETIME_MS).toISOString()
  const [stored] = await sql<{ ids: string[] }[]>`
    with input as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(
        ${sql.unsafe(ROW_RECORD)}, scope text, key text, body_hash text)
    ), keys as (
      insert into idempotency_keys as k (scope, key, body_hash, notification_id, trace_id, expires_at)
      select distinct on (scope, key) scope, key, decode(body_hash, 'hex'), id, trace_id, ${expires}::timestamptz
      from input where key is not null order by scope, key, id
      on conflict (scope, key) do update set body_hash = excluded.body_hash, expires_at = excluded.expires_at,
        notification_id = excluded.notification_id, trace_id = excluded.trace_id
      where k.expires_at < now()
      returning notification_id
    ), winners as materialized (
      select * from input where key is null or id in (select notification_id from keys)
    ), stored as (
      insert into notifications (${sql.unsafe(ROW_COLUMNS)}) select ${sql.unsafe(ROW_COLUMNS)} from winners
    ), job as materialized (
      select graphile_worker.add_job('notifications.plan', json_build_object('ids', json_agg(id)), max_attempts => 5)
      from winners having count(*) > 0
    )
    select coalesce(array_agg(id::text), '{}') as ids, (select count(*) from job) as jobs from winners`
  const won = new Set(stored?.ids)
  countFlush(won.size)
  const losers = rows.filter(({ id }) => !won.has(id))
  // The winners are stored whatever becomes of this look-up.
  const firsts =
    losers.length > 0 ? await firstOnes(sql, losers).catch(notLookedUp) : new Map<string, First>()
  return rows.map((row) => {
    if (won.has(row.id)) return { notificationId: row.id, traceId: row.trace_id, replayed: false }
    if (!(firsts instanceof Map)) return firsts
    const first = firsts.get(`${row.scope}\n${row.key}`)
    if (!first) return new DomainError('unavailable', 'The idempotency key expired while it was looked up.')
    if (first.body_hash !== row.body_hash) {
      return mismatch()
    }
    return { notificationId: first.notification_id, traceId: first.trace_id, replayed: true }
  })
}

/** For the losers alone: thrown, it would have the winners stored once more, and refused. */
function notLookedUp(cause: unknown): DomainError {
  return isDatabaseAway(cause)
    ? new DomainError('unavailable', 'The database is away; nothing was promised.', [], { cause })
    : new DomainError('internal', 'An internal error.', [], { cause })
}

interface First {
  scope: string
  key: string
  body_hash: string
  notification_id: string
  trace_id: string
}

async function firstOnes(
  sql: Database['sql'],
  rows: readonly { scope?: string | undefined; key?: string | undefined }[],
): Promise<Map<string, First>> {
  const found = await sql<First[]>`
    select k.scope, k.key, encode(k.body_hash, 'hex') as body_hash, k.notification_id, k.trace_id
    from json_to_recordset(${JSON.stringify(rows.map(({ scope, key }) => ({ scope, key })))}::text::json)
      as x(scope text, key text)
    join idempotency_keys k on k.scope = x.scope and k.key = x.key and k.expires_at >= now()`
  return new Map(found.map((row) => [`${row.scope}\n${row.key}`, row]))
}

/** An ingest on a database: events in, durable answers out. */
export interface Ingest {
  /**
   * Resolves once the notification and its planning job are committed. Throws DomainError `idempotency_mismatch`,
   * or `unavailable` when PostgreSQL is away (then nothing was promised).
   */
  accept(event: IncomingEvent): Promise<Accepted>
  /** The first answer to a key that was used with the same body; null: it is new. */
  repeated(idempotency: NonNullable<IncomingEvent['idempotency']>): Promise<Accepted | null>
  /** Resolves when nothing is in flight. */
  drained(): Promise<void>
}

/**
 * `renew`: makes another pool when a flush had no answer within `limitMs`; else one silent connection would keep all
 * later flushes waiting. Those of that flush hear `unavailable`.
 */
export function createIngest(
  given: Database,
  { renew, limitMs = FLUSH_LIMIT_MS }: { renew?: () => Database; limitMs?: number } = {},
): Ingest {
  let database = given
  const commit = new GroupCommit<EventRow, Accepted | DomainError>(
    async (rows) => {
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => {
        database = renew?.() ?? database
        late.reject(Object.assign(new Error('a flush had no answer'), { code: 'CONNECTION_SILENT' }))
      }, limitMs)
      try {
        return await Promise.race([flush(database, rows), late.promise])
      } finally {
        clearTimeout(timer)
      }
    },
    { max: FLUSH_MAX, fatal: isDatabaseAway },
  )
  return {
    accept: async (event) => {
      let answer: Accepted | DomainError
      try {
        answer = await commit.submit(toRow(event))
      } catch (error) {
        if (!isDatabaseAway(error)) throw error
        throw new DomainError('unavailable', 'The database is away; nothing was promised.', [], {
          cause: error,
        })
      }
      if ('notificationId' in answer) return answer
      throw answer
    },
    repeated: async ({ scope, key, bodyHash }) => {
      const [first] = (await firstOnes(database.sql, [{ scope, key }])).values()
      if (!first?.notification_id || first.body_hash !== bodyHash) return null
      return { notificationId: first.notification_id, traceId: first.trace_id, replayed: true }
    },
    drained: () => commit.drained(),
  }
}

const key = Symbol.for('posthorn.ingest')
const holder = globalThis as { [key]?: Ingest }

/** The process's ingest: one group commit for all its requests, whichever mount they came by. */
export function getIngest(): Ingest {
  holder[key] ??= createIngest(getIngestDatabase(), { renew: renewIngestDatabase })
  return holder[key]
}
