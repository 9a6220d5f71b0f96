import { Gauge, Registry } from 'prom-client'
import type { Database } from '#server/db/client.ts'
import { readKafkaState } from '#server/ingest/kafka/state.ts'
import { checkHealth } from './check.ts'

type Labels = Record<string, string | number>
type Sample = readonly [value: number, labels?: Labels]

/**
 * What stands in the database, in Prometheus' text format (version 0.0.4); the same whichever web process is asked. With
 * the database away only that is said.
 */
export async function databaseGauges(db: Database): Promise<string> {
  const registry = new Registry()
  const gauge = (name: string, help: string, samples: readonly Sample[]) => {
    const labelNames = Object.keys(samples[0]?.[1] ?? {})
    const one = new Gauge({ name: `posthorn_${name}`, help, labelNames, registers: [registry] })
    for (const [value, labels] of samples) one.set(labels ?? {}, value)
  }
  const health = await checkHealth(db)
  const isThere = health.database === 'connected'
  gauge('database_up', 'Whether PostgreSQL answers.', [[isThere ? 1 : 0]])
  if (isThere) {
    try {
      await addGauges(db, health, gauge)
    } catch {
      // It has gone since.
      return `# HELP posthorn_database_up Whether PostgreSQL answers.\n# TYPE posthorn_database_up gauge\nposthorn_database_up 0\n`
    }
  }
  return registry.metrics()
}

async function addGauges(
  db: Database,
  { queue, providers }: Awaited<ReturnType<typeof checkHealth>>,
  gauge: (name: string, help: string, samples: readonly Sample[]) => void,
): Promise<void> {
  const [workers, attempts, { consumers, topics }] = await Promise.all([
    db.sql<{ id: string; age: number }[]>`
      select id, extract(epoch from now() - heartbeat_at)::float8 as age from workers order by id`,
    db.sql<{ provider: string; outcome: string; count: number }[]>`
      select provider, outcome, count(*)::int as count from attempts
      where id >= uuid_at(now() - interval '1 minute') group by provider, outcome order by provider, outcome`,
    readKafkaState(db),
  ])
  gauge(
    'deliveries_waiting',
    'Deliveries by what they wait for: ready (for a worker), scheduled (for their time), dead (for a person); at most 10,000.',
    Object.entries(queue ?? {}).map(([state, count]) => [count, { state }]),
  )
  gauge(
    'attempts_last_minute',
    'Calls of providers in the last minute, by what came of them.',
    attempts.map(({ provider, outcome, count }) => [count, { provider, outcome }]),
  )
  gauge(
    'provider_state',
    'The circuit breaker of each provider: 1 for the state that it is in.',
    Object.entries(providers).map(([provider, state]) => [1, { provider, state }]),
  )
  gauge(
    'worker_heartbeat_age_seconds',
    'How long ago each worker was last heard of; they are heard of every 2 s.',
    workers.map(({ id, age }) => [age, { worker: id }]),
  )
  gauge(
    'kafka_consumer_state',
    'The consumer of each worker: 1 for the state that it is in.',
    consumers.map(({ workerId, state }) => [1, { worker: workerId, state }]),
  )
  gauge(
    'kafka_messages_per_second',
    'Messages that each worker has stored per second over the last minute.',
    consumers.map(({ workerId, perSecond }) => [perSecond, { worker: workerId }]),
  )
  gauge(
    'kafka_messages_stored',
    'Messages that each worker has stored since it was started.',
    consumers.map(({ workerId, stored }) => [stored, { worker: workerId }]),
  )
  const partitions = topics.flatMap(({ topic, partitions: own }) => own.map((one) => ({ topic, ...one })))
  gauge(
    'kafka_lag',
    'Messages of each partition that are not stored yet.',
    partitions.map(({ topic, partition, lag }) => [lag, { topic, partition }]),
  )
  gauge(
    'kafka_next_offset',
    'The next offset of each partition to be stored.',
    partitions.map(({ topic, partition, nextOffset }) => [nextOffset, { topic, partition }]),
  )
}
