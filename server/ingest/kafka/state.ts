import { authorise, type Context } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import { WORKER_SILENT_S } from '#server/db/schema/workers.ts'

export interface ConsumerState {
  workerId: string
  groupId: string
  state: 'connecting' | 'running' | 'failing'
  error: string | null
  partitions: number
  /** Messages, since it was started; per second over the last minute. */
  stored: number
  perSecond: number
}

export interface PartitionState {
  partition: number
  nextOffset: number
  /** Null: not known yet. */
  endOffset: number | null
  lag: number
  perSecond: number
  /** The worker that reads it; null: nobody does. */
  workerId: string | null
  storedAt: Date
}

export interface TopicState {
  topic: string
  partitions: PartitionState[]
  lag: number
  perSecond: number
  /** Messages behind us, as offsets count them. */
  nextOffset: number
  storedAt: Date | null
}

export interface KafkaState {
  /** Those whose heartbeat is fresh. */
  consumers: ConsumerState[]
  topics: TopicState[]
}

/** How reading from Kafka goes, on all machines. Throws `forbidden`. */
export async function kafkaState({ db, actor }: Context): Promise<KafkaState> {
  authorise(actor, 'read')
  return readKafkaState(db)
}

interface OffsetRow {
  group_id: string
  topic: string
  topic_id: string
  partition: number
  next_offset: string
  end_offset: string | null
  per_second: number
  updated_at: string
}

/**
 * The same for those who have no actor: metrics. While a consumer runs, only what the living ones read counts: a topic
 * that was deleted must not be behind for ever.
 */
export async function readKafkaState({ sql }: Database): Promise<KafkaState> {
  const consumers = await sql<
    {
      worker_id: string
      group_id: string
      state: ConsumerState['state']
      error: string | null
      partitions: string[]
      stored: string
      per_second: number
    }[]
  >`select worker_id, group_id, state, error, partitions, stored, per_second from kafka_consumers
    where heartbeat_at > now() - make_interval(secs => ${WORKER_SILENT_S}) order by worker_id`
  const groups = [...new Set(consumers.map(({ group_id }) => group_id))]
  // A topic made anew has another id; what is known of the one before it is over.
  const offsets = await sql<OffsetRow[]>`
    with newest as (
      select distinct on (group_id, topic) group_id, topic, topic_id from kafka_offsets
      where ${groups.length === 0} or group_id = any(${groups}::text[])
      order by group_id, topic, updated_at desc
    )
    select o.group_id, o.topic, o.topic_id, o.partition, o.next_offset, o.end_offset, o.per_second, o.updated_at
    from kafka_offsets o join newest using (group_id, topic, topic_id)
    order by o.topic, o.partition`
  const readers = new Map(
    consumers.flatMap(({ worker_id, group_id, partitions }) =>
      partitions.map((name): [string, string] => [`${group_id}\n${name}`, worker_id]),
    ),
  )
  const readerOf = (row: OffsetRow) => readers.get(`${row.group_id}\n${row.topic}/${row.partition}`) ?? null
  const someRun = consumers.some(({ state }) => state === 'running')
  return {
    consumers: consumers.map((row) => ({
      workerId: row.worker_id,
      groupId: row.group_id,
      state: row.state,
      error: row.error,
      partitions: row.partitions.length,
      stored: Number(row.stored),
      perSecond: row.per_second,
    })),
    topics: topicsOf(
      offsets.filter((row) => !someRun || readerOf(row) !== null),
      readerOf,
    ),
  }
}

function topicsOf(rows: readonly OffsetRow[], readerOf: (row: OffsetRow) => string | null): TopicState[] {
  const byTopic = Map.groupBy(rows, ({ topic }) => topic)
  return [...byTopic].map(([topic, own]) => {
    const partitions = own.map((row) => partitionOf(row, readerOf(row)))
    const sum = (of: (one: PartitionState) => number) => partitions.reduce((total, one) => total + of(one), 0)
    const stored = partitions
      .filter(({ nextOffset }) => nextOffset > 0)
      .map(({ storedAt }) => storedAt.getTime())
    return {
      topic,
      partitions,
      lag: sum(({ lag }) => lag),
      perSecond: sum(({ perSecond }) => perSecond),
      nextOffset: sum(({ nextOffset }) => nextOffset),
      storedAt: stored.length > 0 ? new Date(Math.max(...stored)) : null,
    }
  })
}

function partitionOf(row: OffsetRow, workerId: string | null): PartitionState {
  const nextOffset = Number(row.next_offset)
  const endOffset = row.end_offset === null ? null : Number(row.end_offset)
  return {
    partition: row.partition,
    nextOffset,
    endOffset,
    lag: Math.max(0, (endOffset ?? nextOffset) - nextOffset),
    // Of a partition that nobody reads it is what its last reader wrote.
    perSecond: workerId === null ? 0 : row.per_second,
    workerId,
    storedAt: new Date(row.updated_at),
  }
}
