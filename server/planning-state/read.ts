import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import { type DigestKey, type DigestState, type Mark, PlanningMemory } from './memory.ts'

/** What is to be remembered of one recipient of a workflow that throttles, looks for duplicates, or collects. */
export interface Asked {
  workflowId: string
  recipient: string
  /** So many at most, since then. */
  throttle: { max: number; since: Date } | null
  duplicates: { fingerprint: string; since: Date } | null
  digests: readonly DigestKey[]
}

/** Any number of ours: advisory locks are shared by all who use the database. */
const LOCKS = 0x706c616e
/** So few that they fit into PostgreSQL's table of locks (64 × 100 connections), however many planners there are. */
const BUCKETS = 4_096

const bucketOf = ({ workflowId, recipient }: Asked): number =>
  createHash('sha1').update(`${workflowId} ${recipient}`).digest().readUInt16BE() % BUCKETS

/**
 * Waits until nobody else plans for one of these recipients, until the caller's transaction ends: what it reads then is
 * what counts. Sorted, so that two never wait for each other.
 */
export async function lockRecipients(tx: postgres.ISql, asked: readonly Asked[]): Promise<void> {
  const buckets = [...new Set(asked.map(bucketOf))].sort((a, b) => a - b)
  await tx`select pg_advisory_xact_lock(${LOCKS}::int, bucket) from unnest(${buckets}::int[]) as bucket`
}

/** What planning remembers of these; digests stay locked, so that none is closed before the transaction ends. */
export async function readMemory(tx: postgres.ISql, asked: readonly Asked[]): Promise<PlanningMemory> {
  const marks = await readMarks(tx, asked)
  return new PlanningMemory(marks, await readDigests(tx, keysOf(asked)))
}

/**
 * What it remembered of these at `past`, as far as it is not forgotten yet; null: what it does now. It is only looked
 * at, also in a transaction that may not write.
 */
export async function lookIntoMemory(
  tx: postgres.ISql,
  asked: readonly Asked[],
  past: Date | null,
): Promise<PlanningMemory> {
  const keys = keysOf(asked)
  const digests = past ? await readPastDigests(tx, keys, past) : await readDigests(tx, keys, { lock: false })
  return new PlanningMemory(await readMarks(tx, asked, past), digests)
}

const keysOf = (asked: readonly Asked[]): DigestKey[] => asked.flatMap(({ digests }) => digests)

/** `until` null: however late, since other planners' clocks may be ahead. */
async function readMarks(
  tx: postgres.ISql,
  asked: readonly Asked[],
  until: Date | null = null,
): Promise<Omit<Mark, 'expiresAt'>[]> {
  const throttled = asked.flatMap(({ workflowId, recipient, throttle }) =>
    throttle ? { workflow_id: workflowId, recipient, since: throttle.since, most: throttle.max } : [],
  )
  const alike = asked.flatMap(({ workflowId, recipient, duplicates }) =>
    duplicates ? { workflow_id: workflowId, recipient, ...duplicates } : [],
  )
  if (throttled.length + alike.length === 0) return []
  const last = until?.toISOString() ?? 'infinity'
  const rows = await tx<(Omit<Mark, 'at' | 'expiresAt'> & { at: string })[]>`
    select x.workflow_id as "workflowId", x.recipient, p.notification_id as "notificationId", p.fingerprint, p.at
    from (select distinct workflow_id, recipient, since, most from json_to_recordset(${JSON.stringify(throttled)}::text::json)
        as x(workflow_id uuid, recipient text, since timestamptz, most integer)) x,
      lateral (select notification_id, fingerprint, at from planned_lately p
        where p.workflow_id = x.workflow_id and p.recipient = x.recipient and p.at > x.since
          and p.at <= ${last}::timestamptz
        limit x.most) p
    union all
    select x.workflow_id, x.recipient, p.notification_id, p.fingerprint, p.at
    from json_to_recordset(${JSON.stringify(alike)}::text::json)
        as x(workflow_id uuid, recipient text, since timestamptz, fingerprint text),
      lateral (select notification_id, fingerprint, at from planned_lately p
        where p.workflow_id = x.workflow_id and p.recipient = x.recipient and p.fingerprint = x.fingerprint
          and p.at > x.since and p.at <= ${last}::timestamptz
        order by p.at desc limit 1) p`
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

type DigestRow = Omit<DigestState, 'dueAt'> & { dueAt: string }
const stateOf = (row: DigestRow): DigestState => ({ ...row, dueAt: new Date(row.dueAt) })

async function readDigests(
  tx: postgres.ISql,
  keys: readonly DigestKey[],
  { lock = true } = {},
): Promise<DigestState[]> {
  if (keys.length === 0) return []
  const rows = await tx<DigestRow[]>`
    select d.workflow_id as "workflowId", d.recipient, d.channel, d.delivery_id as "deliveryId", d.due_at as "dueAt",
      d.count, d.closed
    from digests d where ${isOneOf(tx, keys)}
    order by d.workflow_id, d.recipient, d.channel ${lock ? tx`for update of d` : tx``}`
  return rows.map(stateOf)
}

/** Those that had been opened by then, with what was in them: one collects until it is due, whatever it is now. */
async function readPastDigests(
  tx: postgres.ISql,
  keys: readonly DigestKey[],
  at: Date,
): Promise<DigestState[]> {
  if (keys.length === 0) return []
  const by = at.toISOString()
  const rows = await tx<DigestRow[]>`
    select d.workflow_id as "workflowId", d.recipient, d.channel, d.delivery_id as "deliveryId", d.due_at as "dueAt",
      1 + (select count(*)::int from deliveries m where m.digest_of = d.delivery_id and m.created_at <= ${by}::timestamptz)
        as count, false as closed
    from digests d join deliveries f on f.id = d.delivery_id
    where f.created_at <= ${by}::timestamptz and ${isOneOf(tx, keys)}`
  return rows.map(stateOf)
}

const isOneOf = (tx: postgres.ISql, keys: readonly DigestKey[]) =>
  tx`(d.workflow_id, d.recipient, d.channel) in (select x."workflowId", x.recipient, x.channel
      from json_to_recordset(${JSON.stringify(keys)}::text::json) as x("workflowId" uuid, recipient text, channel text))`
