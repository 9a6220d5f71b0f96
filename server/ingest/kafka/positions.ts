import { type Consumer, ListOffsetTimestamps } from '@platformatic/kafka'
import type { Database } from '#server/db/client.ts'
import { type Partition, partitionName } from './partition.ts'

type Client = Pick<Consumer<Buffer, Buffer, Buffer, Buffer>, 'listCommittedOffsets' | 'listOffsets'>

/** The next offset of each partition to be stored, by `partitionName`. */
export type Positions = Map<string, number>

/**
 * Where reading goes on: after what is stored; else, for a partition that we never stored of, where Kafka has the group
 * (it may have had another consumer before us); else at the partition's beginning. Kept at once, so that a second
 * consumer begins at the same place.
 */
export async function startPositions(
  { sql }: Database,
  client: Client,
  groupId: string,
  partitions: readonly Partition[],
): Promise<Positions> {
  const known = await storedPositions(sql, groupId, partitions)
  const unknown = partitions.filter((one) => !known.has(partitionName(one)))
  if (unknown.length === 0) return known
  const first = await firstPositions(sql, client, groupId, unknown)
  await sql`insert into kafka_offsets (group_id, topic_id, partition, topic, next_offset, updated_at)
    select ${groupId}, topic_id, partition, topic, next_offset, now()
    from json_to_recordset(${JSON.stringify(first)}::text::json)
      as x(topic_id text, partition integer, topic text, next_offset bigint)
    order by topic_id, partition
    on conflict do nothing`
  return storedPositions(sql, groupId, partitions)
}

/** Those of these partitions that are stored. */
export async function storedPositions(
  sql: Database['sql'],
  groupId: string,
  partitions: readonly Partition[],
): Promise<Positions> {
  const rows = await sql<{ topic: string; partition: number; next_offset: string }[]>`
    select x.topic, o.partition, o.next_offset from kafka_offsets o
    join json_to_recordset(${wanted(partitions)}::text::json) as x(topic_id text, partition integer, topic text)
      on x.topic_id = o.topic_id and x.partition = o.partition
    where o.group_id = ${groupId}`
  return new Map(rows.map((row) => [partitionName(row), Number(row.next_offset)]))
}

const wanted = (partitions: readonly Partition[]) =>
  JSON.stringify(partitions.map(({ topic, topicId, partition }) => ({ topic, topic_id: topicId, partition })))

async function firstPositions(
  sql: Database['sql'],
  client: Client,
  groupId: string,
  partitions: readonly Partition[],
) {
  const byTopic = Object.groupBy(partitions, ({ topic }) => topic)
  const topics = Object.keys(byTopic)
  const numbers = Object.fromEntries(
    topics.map((topic) => [topic, (byTopic[topic] ?? []).map(({ partition }) => partition)]),
  )
  const [committed, earliest, renewed] = await Promise.all([
    client.listCommittedOffsets({
      topics: topics.map((topic) => ({ topic, partitions: numbers[topic] ?? [] })),
    }),
    client.listOffsets({ topics, partitions: numbers, timestamp: ListOffsetTimestamps.EARLIEST }),
    // What Kafka has of a topic that was deleted and made anew may be the old one's.
    sql<{ topic: string }[]>`select distinct topic from kafka_offsets
      where group_id = ${groupId} and topic = any(${topics}::text[])
        and topic_id <> all(${partitions.map(({ topicId }) => topicId)}::text[])`,
  ])
  const isNew = new Set(renewed.map(({ topic }) => topic))
  return partitions.map(({ topic, topicId, partition }) => {
    const begin = Number(earliest.get(topic)?.[partition] ?? 0)
    const group = isNew.has(topic) ? -1 : Number(committed.get(topic)?.[partition] ?? -1)
    return { topic, topic_id: topicId, partition, next_offset: Math.max(begin, group) }
  })
}

/**
 * Where to go on when Kafka does not have what should come next: at the beginning of what retention has left, or at the
 * end, where the cluster has lost some (what comes there is new).
 */
export async function nextThere(
  client: Pick<Client, 'listOffsets'>,
  { topic, partition }: Partition,
  position: number,
): Promise<number> {
  const at = async (timestamp: bigint) => {
    const offsets = await client.listOffsets({
      topics: [topic],
      partitions: { [topic]: [partition] },
      timestamp,
    })
    return Number(offsets.get(topic)?.[partition] ?? position)
  }
  const begin = await at(ListOffsetTimestamps.EARLIEST)
  if (position < begin) return begin
  return Math.min(position, await at(ListOffsetTimestamps.LATEST))
}

/** Keeps that a partition goes on elsewhere than after what is stored. */
export async function movePosition(
  { sql }: Database,
  groupId: string,
  { topicId, partition }: Partition,
  from: number,
  to: number,
): Promise<void> {
  await sql`update kafka_offsets set next_offset = ${to}
    where group_id = ${groupId} and topic_id = ${topicId} and partition = ${partition} and next_offset = ${from}`
}
