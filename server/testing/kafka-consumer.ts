import { afterAll, afterEach, beforeAll } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import { type KafkaKit, kafkaKit } from './kafka.ts'
import { testKafka } from './kafka-broker.ts'

export const WAIT = { timeout: 20_000, interval: 50 }

export interface StoredMessage {
  id: string
  status: string
  status_reason: string | null
  event_type: string | null
  source: string
  order_id: string | null
  customer_id: string | null
  correlation_id: string | null
  source_service: string | null
  trace_id: string
  payload: Record<string, unknown>
}

export const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)
export const numbered = (from: number, to: number) =>
  upTo(to - from).map((i) => ({ value: { type: 'COUNTED', n: from + i }, key: `k${i}` }))

/** A broker, a database and what consumers store in it, for a group of tests: started and stopped with it. */
export function kafkaConsumers() {
  let broker: Awaited<ReturnType<typeof testKafka>>
  let database: TestDatabase
  let kafka: KafkaKit
  beforeAll(async () => {
    broker = await testKafka()
    database = await testDatabase()
  }, 120_000)
  afterEach(() => kafka.close())
  afterAll(async () => {
    await database?.close()
    await broker?.stop()
  })

  const stored = (topic: string) =>
    database.db.sql<StoredMessage[]>`select * from notifications where source_name = ${topic} order by id`
  return {
    database: () => database,
    /** The kit of this test; there is one once `start` was called. */
    kafka: () => kafka,
    /** Makes topics of two partitions, for this test alone. Answers what they are called. */
    async start(...topics: string[]): Promise<string[]> {
      kafka = kafkaKit(broker.brokers)
      const names = topics.map((topic) => kafka.name(topic))
      await kafka.topics(names, 2)
      return names
    },
    group: () => ({ groupId: kafka.name('group') }),
    stored,
    numbers: async (topic: string) =>
      (await stored(topic)).map(({ payload }) => payload.n as number).sort((a, b) => a - b),
  }
}
