import type { Database } from '#server/db/client.ts'
import type { Partition } from './partition.ts'

export interface ConsumerReport {
  workerId: string
  groupId: string
  state: 'connecting' | 'running' | 'failing'
  error: string | null
  stored: number
  perSecond: number
  partitions: readonly (Partition & { end: number | null; perSecond: number })[]
}

/** Consumers that were silent for so long are forgotten. */
const FORGOTTEN_S = 60

/** Writes how a consumer is, and how far the ends of its partitions are. */
export async function writeReport({ sql }: Database, report: ConsumerReport): Promise<void> {
  const { workerId, groupId, state, error, stored, perSecond, partitions } = report
  const names = partitions.map(({ topic, partition }) => `${topic}/${partition}`)
  await sql`
    with forgotten as (
      delete from kafka_consumers
      where worker_id <> ${workerId} and heartbeat_at < now() - make_interval(secs => ${FORGOTTEN_S})
    )
    insert into kafka_consumers (worker_id, group_id, state, error, partitions, stored, per_second, heartbeat_at)
    values (${workerId}, ${groupId}, ${state}, ${error}, ${names}::text[], ${stored}, ${perSecond}, now())
    on conflict (worker_id) do update set group_id = excluded.group_id, state = excluded.state,
      error = excluded.error, partitions = excluded.partitions, stored = excluded.stored,
      per_second = excluded.per_second, heartbeat_at = excluded.heartbeat_at`
  if (partitions.length === 0) return
  const ends = partitions.map((one) => ({
    topic_id: one.topicId,
    partition: one.partition,
    end: one.end,
    per_second: one.perSecond,
  }))
  // A row that is being written to just now is left alone: its writer knows the end too.
  await sql`
    with free as materialized (
      select o.topic_id, o.partition, x."end", x.per_second from kafka_offsets o
      join json_to_recordset(${JSON.stringify(ends)}::text::json)
        as x(topic_id text, partition integer, "end" bigint, per_second float8)
        on x.topic_id = o.topic_id and x.partition = o.partition
      where o.group_id = ${groupId} and (x.per_second <> o.per_second
        or greatest(coalesce(x."end", o.end_offset), o.next_offset) is distinct from o.end_offset)
      for update of o skip locked
    )
    update kafka_offsets o set per_second = f.per_second,
      end_offset = greatest(coalesce(f."end", o.end_offset), o.next_offset)
    from free f where o.group_id = ${groupId} and o.topic_id = f.topic_id and o.partition = f.partition`
}

/** A consumer that has ended. */
export async function deleteReport({ sql }: Database, workerId: string): Promise<void> {
  await sql`delete from kafka_consumers where worker_id = ${workerId}`
}
