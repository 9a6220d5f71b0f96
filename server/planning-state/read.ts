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

/**
 * What planning remembers of these; digests stay locked, so that none is closed before the transaction ends. `lock`
 * false: it is only looked at, also in a transaction that may not write.
 */
export async function readMemory(
  tx: postgres.ISql,
  asked: readonly Asked[],
  { lock = true } = {},
): Promise<PlanningMemory> {
  const marks = await readMarks(tx, asked)
  const digests = await readDigests(
    tx,
    asked.flatMap((one) => one.digests),
    lock,
  )
  return new PlanningMemory(marks, digests)
}

async function readMarks(tx: postgres.ISql, asked: readonly Asked[]): Promise<Omit<Mark, 'expiresAt'>[]> {
  const throttled = asked.flatMap(({ workflowId, recipient, throttle }) =>
    throttle ? { workflow_id: workflowId, recipient, since: throttle.since, most: throttle.max } : [],
  )
  const alike = asked.flatMap(({ workflowId, recipient, duplicates }) =>
    duplicates ? { workflow_id: workflowId, recipient, ...duplicates } : [],
  )
  if (throttled.length + alike.length === 0) return []
  const rows = await tx<(Omit<Mark, 'at' | 'expiresAt'> & { at: string })[]>`
    select x.workflow_id as "workflowId", x.recipient, p.notification_id as "notificationId", p.fingerprint, p.at
    from (select distinct workflow_id, recipient, since, most from json_to_recordset(${JSON.stringify(throttled)}::text::json)
        as x(workflow_id uuid, recipient text, since timestamptz, most integer)) x,
      lateral (select notification_id, fingerprint, at from planned_lately p
        where p.workflow_id = x.workflow_id and p.recipient = x.recipient and p.at > x.since limit x.most) p
    union all
    select x.workflow_id, x.recipient, p.notification_id, p.fingerprint, p.at
    from json_to_recordset(${JSON.stringify(alike)}::text::json)
        as x(workflow_id uuid, recipient text, since timestamptz, fingerprint text),
      lateral (select notification_id, fingerprint, at from planned_lately p
        where p.workflow_id = x.workflow_id and p.recipient = x.recipient and p.fingerprint = x.fingerprint
          and p.at > x.since
        order by p.at desc limit 1) p`
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

async function readDigests(
  tx: postgres.ISql,
  keys: readonly DigestKey[],
  lock: boolean,
): Promise<DigestState[]> {
  if (keys.length === 0) return []
  const rows = await tx<(Omit<DigestState, 'dueAt'> & { dueAt: string })[]>`
    select d.workflow_id as "workflowId", d.recipient, d.channel, d.delivery_id as "deliveryId", d.due_at as "dueAt",
      d.count, d.closed
    from digests d
    where (d.workflow_id, d.recipient, d.channel) in (select x."workflowId", x.recipient, x.channel
      from json_to_recordset(${JSON.stringify(keys)}::text::json) as x("workflowId" uuid, recipient text, channel text))
    order by d.workflow_id, d.recipient, d.channel ${lock ? tx`for update of d` : tx``}`
  return rows.map((row) => ({ ...row, dueAt: new Date(row.dueAt) }))
}
