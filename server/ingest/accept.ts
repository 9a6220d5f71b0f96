import { type Database, isDatabaseAway } from '#server/db/client.ts'
import { GroupCommit } from '#server/db/group-commit.ts'
import { newId } from '#server/db/ids.ts'
import { getIngestDatabase } from '#server/db/pools.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { DomainError } from '#server/errors.ts'
import { normalise } from './normalise.ts'

/** One event, checked by its endpoint. */
export interface IncomingEvent {
  source: SourceKind
  sourceName: string | null
  eventType: string | null
  traceId: string
  payload: Record<string, unknown>
  /** `scope`: credential, method and path; `bodyHash`: SHA-256 of the body as sent, in hex. */
  idempotency: { scope: string; key: string; bodyHash: string } | null
}

export interface Accepted {
  notificationId: string
  traceId: string
  /** The key was used before with the same body: these are the first one's ids, and nothing was stored. */
  replayed: boolean
}

/** Kept for 24 h (contract: `Idempotency-Key`). */
const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000
const FLUSH_MAX = 500

interface Row {
  id: string
  event_type: string | null
  source: SourceKind
  source_name: string | null
  trace_id: string
  customer_id: string | null
  runner_id: string | null
  order_id: string | null
  correlation_id: string | null
  source_service: string | null
  payload: Record<string, unknown>
  created_at: string
  scope?: string
  key?: string
  body_hash?: string
}

function toRow(event: IncomingEvent): Row {
  const now = new Date()
  const ids = normalise(event.payload)
  return {
    id: newId(),
    event_type: event.eventType,
    source: event.source,
    source_name: event.sourceName,
    trace_id: event.traceId,
    customer_id: ids.customerId,
    runner_id: ids.runnerId,
    order_id: ids.orderId,
    correlation_id: ids.correlationId,
    source_service: ids.sourceService,
    payload: event.payload,
    created_at: now.toISOString(),
    ...(event.idempotency && {
      scope: event.idempotency.scope,
      key: event.idempotency.key,
      body_hash: event.idempotency.bodyHash,
    }),
  }
}

/**
 * Stores notifications, their idempotency rows and one planning job in one statement. Keys are sorted, else two
 * writers deadlock; an expired key is taken over. Answers per row: its own id, or the winner's of its key.
 */
async function flush({ sql }: Database, rows: Row[]): Promise<(Accepted | DomainError)[]> {
  const expires = new Date(Date.now() + KEY_LIFETIME_MS).toISOString()
  const [stored] = await sql<{ ids: string[] }[]>`
    with input as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(
        id uuid, event_type text, source text, source_name text, trace_id uuid, customer_id text, runner_id text,
        order_id text, correlation_id text, source_service text, payload jsonb, created_at timestamptz,
        scope text, key text, body_hash text)
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
      insert into notifications (id, event_type, source, source_name, trace_id, customer_id, runner_id, order_id,
        correlation_id, source_service, payload, created_at)
      select id, event_type, source, source_name, trace_id, customer_id, runner_id, order_id,
        correlation_id, source_service, payload, created_at from winners
    ), job as materialized (
      select graphile_worker.add_job('notifications.plan', json_build_object('ids', json_agg(id)), max_attempts => 5)
      from winners having count(*) > 0
    )
    select coalesce(array_agg(id::text), '{}') as ids, (select count(*) from job) as jobs from winners`
  const won = new Set(stored?.ids)
  const losers = rows.filter(({ id }) => !won.has(id))
  // The winners are stored whatever becomes of this look-up.
  const firsts =
    losers.length > 0 ? await firstOnes(sql, losers).catch(unavailable) : new Map<string, First>()
  return rows.map((row) => {
    if (won.has(row.id)) return { notificationId: row.id, traceId: row.trace_id, replayed: false }
    if (!(firsts instanceof Map)) return firsts
    const first = firsts.get(`${row.scope}\n${row.key}`)
    if (!first) return new DomainError('unavailable', 'The idempotency key expired while it was looked up.')
    if (first.body_hash !== row.body_hash) {
      return new DomainError('idempotency_mismatch', 'This Idempotency-Key was used with another body.', [
        { path: 'Idempotency-Key', message: 'was used with another body' },
      ])
    }
    return { notificationId: first.notification_id, traceId: first.trace_id, replayed: true }
  })
}

function unavailable(cause: unknown): DomainError {
  if (!isDatabaseAway(cause)) throw cause
  return new DomainError('unavailable', 'The database is away; nothing was stored.', [], { cause })
}

interface First {
  scope: string
  key: string
  body_hash: string
  notification_id: string
  trace_id: string
}

async function firstOnes(sql: Database['sql'], rows: Row[]): Promise<Map<string, First>> {
  const found = await sql<First[]>`
    select k.scope, k.key, encode(k.body_hash, 'hex') as body_hash, k.notification_id, k.trace_id
    from json_to_recordset(${JSON.stringify(rows.map(({ scope, key }) => ({ scope, key })))}::text::json)
      as x(scope text, key text)
    join idempotency_keys k on k.scope = x.scope and k.key = x.key`
  return new Map(found.map((row) => [`${row.scope}\n${row.key}`, row]))
}

/** An ingest on a database: events in, durable answers out. */
export interface Ingest {
  /**
   * Resolves once the notification and its planning job are committed. Throws DomainError `idempotency_mismatch`,
   * or `unavailable` when PostgreSQL is away (then nothing was promised).
   */
  accept(event: IncomingEvent): Promise<Accepted>
  /** Resolves when nothing is in flight. */
  drained(): Promise<void>
}

export function createIngest(database: Database): Ingest {
  const commit = new GroupCommit<Row, Accepted | DomainError>((rows) => flush(database, rows), {
    max: FLUSH_MAX,
    fatal: isDatabaseAway,
  })
  return {
    accept: async (event) => {
      let answer: Accepted | DomainError
      try {
        answer = await commit.submit(toRow(event))
      } catch (error) {
        if (!isDatabaseAway(error)) throw error
        throw new DomainError('unavailable', 'The database is away; nothing was stored.', [], {
          cause: error,
        })
      }
      if ('notificationId' in answer) return answer
      throw answer
    },
    drained: () => commit.drained(),
  }
}

const key = Symbol.for('posthorn.ingest')
const holder = globalThis as { [key]?: Ingest }

/** The process's ingest: one group commit for all its requests, whichever mount they came by. */
export function getIngest(): Ingest {
  holder[key] ??= createIngest(getIngestDatabase())
  return holder[key]
}
