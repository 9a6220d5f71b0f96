import type postgres from 'postgres'
import type { Clock } from '#server/clock.ts'
import { type Database, isDatabaseAway } from '#server/db/client.ts'
import { noWorkflowText } from '#server/planning/words.ts'
import { enqueue } from '#server/queue/enqueue.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { enabledWorkflows, type Workflow, workflowsFor } from '#server/workflows/find.ts'
import { ROW_COLUMNS, ROW_RECORD } from '../event-row.ts'
import { rawRow } from './message.ts'
import { type Partition, partitionName, type Slice, type StoredMessage } from './partition.ts'

export interface StoreDeps {
  db: Database
  clock: Clock
  log: Logger
  groupId: string
}

/** As many notifications does a flush of ingest give to a planning job. */
const PLANNED_TOGETHER = 500

/**
 * Stores slices (one per partition at most) in one transaction: their rows, their planning jobs, and how far each
 * partition is. A slice whose partition does not stand at its `first` any more adds nothing: another consumer stored
 * it. What no workflow listens to is RECORDED at once. Answers the slices that were stored. Throws when the database
 * is away; then nothing is stored.
 */
export async function storeSlices(deps: StoreDeps, slices: readonly Slice[]): Promise<Slice[]> {
  const reasons = recordedReasons(await enabledWorkflows(deps.db.orm))
  try {
    return await write(deps, slices, reasons)
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    const replaced = await keepRefusedRaw(deps, slices)
    if (replaced === 0) throw error
    deps.log.warn({ messages: replaced }, 'kafka messages that PostgreSQL refuses are kept raw')
    return write(deps, slices, reasons)
  }
}

type Reasons = (topic: string, eventType: string | null) => string | null

/** Why a message is only recorded, in words; null if a workflow listens to it. */
function recordedReasons(workflows: readonly Workflow[]): Reasons {
  const known = new Map<string, string | null>()
  return (topic, eventType) => {
    const name = `${topic}\n${eventType ?? ''}`
    let reason = known.get(name)
    if (reason === undefined) {
      const listening = workflowsFor(workflows, { eventType, source: 'kafka', sourceName: topic })
      reason = listening.length > 0 ? null : noWorkflowText(eventType, 'kafka')
      known.set(name, reason)
    }
    return reason
  }
}

async function write(deps: StoreDeps, slices: readonly Slice[], reasons: Reasons): Promise<Slice[]> {
  const { db, clock, groupId } = deps
  const now = clock.now().toISOString()
  return db.sql.begin(async (tx) => {
    // Locked in order: two consumers that have some of the same partitions for a moment must not wait in a circle.
    const standing = await lockPositions(tx, groupId, slices)
    const mine = slices.filter((slice) => standing.get(partitionName(slice)) === slice.first)
    const ids = await insertRows(tx, mine, reasons, now)
    await movePositions(tx, groupId, mine, now)
    for (let i = 0; i < ids.length; i += PLANNED_TOGETHER) {
      await enqueue(tx, 'notifications.plan', { ids: ids.slice(i, i + PLANNED_TOGETHER) })
    }
    return mine
  })
}

const keysOf = (slices: readonly Partition[]) => ({
  topicIds: slices.map(({ topicId }) => topicId),
  partitions: slices.map(({ partition }) => partition),
})

async function lockPositions(tx: postgres.TransactionSql, groupId: string, slices: readonly Slice[]) {
  const { topicIds, partitions } = keysOf(slices)
  const rows = await tx<{ topic: string; partition: number; next_offset: string }[]>`
    select o.topic, o.partition, o.next_offset from kafka_offsets o
    join unnest(${topicIds}::text[], ${partitions}::int[]) as x(topic_id, partition)
      on x.topic_id = o.topic_id and x.partition = o.partition
    where o.group_id = ${groupId}
    order by o.topic_id, o.partition for update of o`
  return new Map(rows.map((row) => [partitionName(row), Number(row.next_offset)]))
}

/** Answers the ids of those that are to be planned. */
async function insertRows(
  tx: postgres.TransactionSql,
  slices: readonly Slice[],
  reasons: Reasons,
  now: string,
): Promise<string[]> {
  const texts: string[] = []
  const planned: string[] = []
  for (const { topic, messages } of slices) {
    for (const { row } of messages) {
      const reason = reasons(topic, row.eventType)
      if (reason === null) planned.push(row.id)
      texts.push(rowText(row, topic, now, reason))
    }
  }
  if (texts.length === 0) return []
  await tx`insert into notifications (${tx.unsafe(ROW_COLUMNS)}, status, status_reason, planned_at)
    select ${tx.unsafe(ROW_COLUMNS)}, case when reason is null then 'PENDING' else 'RECORDED' end, reason,
      case when reason is not null then created_at end
    from json_to_recordset(${`[${texts.join(',')}]`}::text::json) as x(${tx.unsafe(ROW_RECORD)}, reason text)`
  return planned
}

/** A row as the statement takes it; the payload goes in as it was sent. */
function rowText(row: StoredMessage['row'], topic: string, now: string, reason: string | null): string {
  const rest = JSON.stringify({
    id: row.id,
    event_type: row.eventType,
    source: 'kafka',
    source_name: topic,
    trace_id: row.traceId,
    customer_id: row.ids.customerId ?? undefined,
    runner_id: row.ids.runnerId ?? undefined,
    order_id: row.ids.orderId ?? undefined,
    correlation_id: row.ids.correlationId ?? undefined,
    source_service: row.ids.sourceService ?? undefined,
    created_at: now,
    reason,
  })
  return `${rest.slice(0, -1)},"payload":${row.payload}}`
}

async function movePositions(
  tx: postgres.TransactionSql,
  groupId: string,
  slices: readonly Slice[],
  now: string,
): Promise<void> {
  if (slices.length === 0) return
  const { topicIds, partitions } = keysOf(slices)
  await tx`update kafka_offsets o set next_offset = x.next, end_offset = greatest(x.last, x.next),
      updated_at = ${now}::timestamptz
    from unnest(${topicIds}::text[], ${partitions}::int[], ${slices.map(({ next }) => next)}::bigint[],
      ${slices.map(({ end }) => end)}::bigint[]) as x(topic_id, partition, next, last)
    where o.group_id = ${groupId} and o.topic_id = x.topic_id and o.partition = x.partition`
}

/** Finds the rows that PostgreSQL can't take, by halves, and keeps their messages raw. Answers how many. */
async function keepRefusedRaw({ db, clock }: StoreDeps, slices: readonly Slice[]): Promise<number> {
  const now = clock.now().toISOString()
  const all = slices.flatMap(({ topic, messages }) => messages.map((message) => ({ topic, message })))
  const refused = async (some: typeof all): Promise<typeof all> => {
    const texts = some.map(({ topic, message }) => rowText(message.row, topic, now, null))
    try {
      await db.sql`select count(*)
        from json_to_recordset(${`[${texts.join(',')}]`}::text::json) as x(${db.sql.unsafe(ROW_RECORD)})`
      return []
    } catch (error) {
      if (isDatabaseAway(error)) throw error
      if (some.length === 1) return some
      const half = Math.ceil(some.length / 2)
      return [...(await refused(some.slice(0, half))), ...(await refused(some.slice(half)))]
    }
  }
  const found = await refused(all)
  for (const { topic, message } of found) message.row = rawRow(message, topic, true)
  return found.length
}
