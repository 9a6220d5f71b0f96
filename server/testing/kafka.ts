import { randomBytes } from 'node:crypto'
import { Admin, type MessageToProduce, Producer } from '@platformatic/kafka'
import { pino } from 'pino'
import { systemClock } from '#server/clock.ts'
import { createDatabase } from '#server/db/client.ts'
import { type ConsumerDeps, type KafkaConsumer, startKafkaConsumer } from '#server/ingest/kafka/consumer.ts'

type Value = Buffer | string | null | object
interface Sent {
  value: Value
  key?: string
  partition?: number
  headers?: Record<string, string>
}

/** What tests do with a broker. Names are prefixed, so that a broker may serve several files. */
export interface KafkaKit {
  admin: Admin
  /** A name of this kit's own: a topic's, a group's. */
  name(name: string): string
  /** Makes topics; resolves when they are led. */
  topics(names: readonly string[], partitions?: number): Promise<void>
  /** Sends messages to a topic; an object goes as JSON. */
  send(
    topic: string,
    messages: readonly Sent[],
    options?: { compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' },
  ): Promise<void>
  /** Sends in a transaction. */
  transact(topic: string, values: readonly object[], end: 'commit' | 'abort'): Promise<void>
  /** Starts a consumer of this kit's topics, which `close` stops. */
  consume(
    database: { url: string },
    env: Partial<ConsumerDeps['env']> & { groupId: string },
    workerId?: string,
  ): KafkaConsumer
  close(): Promise<void>
}

const bytes = (value: Value): Buffer | null =>
  value === null || Buffer.isBuffer(value)
    ? value
    : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

const READY_MS = 10_000

/** A broker knows a new topic a moment after it was made. */
async function until(known: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + READY_MS; ; ) {
    try {
      await known()
      return
    } catch (error) {
      if (Date.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

export function kafkaKit(brokers: string[]): KafkaKit {
  const prefix = `t${randomBytes(4).toString('hex')}`
  const common = { clientId: 'tests', bootstrapBrokers: brokers, retries: 10, retryDelay: 100 }
  const admin = new Admin(common)
  // Without sequence numbers a try that failed for one partition would send those of the others twice.
  const producer = new Producer<Buffer, Buffer, Buffer, Buffer>({ ...common, idempotent: true })
  const consumers: KafkaConsumer[] = []
  const toSend = (topic: string, { value, key, partition, headers }: Sent) =>
    ({
      topic,
      value: bytes(value),
      ...(key !== undefined && { key: Buffer.from(key) }),
      ...(partition !== undefined && { partition }),
      headers: new Map(
        Object.entries(headers ?? {}).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]),
      ),
    }) as MessageToProduce<Buffer, Buffer, Buffer, Buffer>
  return {
    admin,
    name: (name) => `${prefix}.${name}`,
    topics: async (names, partitions = 1) => {
      await admin.createTopics({ topics: [...names], partitions, replicas: 1 })
      await until(() => producer.metadata({ topics: [...names], forceUpdate: true }))
    },
    send: async (topic, messages, { compression = 'none' } = {}) => {
      await producer.send({ messages: messages.map((one) => toSend(topic, one)), compression })
    },
    transact: async (topic, values, end) => {
      const transactional = new Producer<Buffer, Buffer, Buffer, Buffer>({
        ...common,
        idempotent: true,
        transactionalId: `${prefix}.${randomBytes(4).toString('hex')}`,
      })
      const transaction = await transactional.beginTransaction()
      await transaction.send({ messages: values.map((value) => toSend(topic, { value, partition: 0 })) })
      await transaction[end]()
      await transactional.close()
    },
    consume: ({ url }, env, workerId = `worker-${randomBytes(3).toString('hex')}`) => {
      const consumer = startKafkaConsumer({
        connect: () =>
          createDatabase({ url, schema: 'posthorn', applicationName: 'kafka', max: 2, noSeqScan: true }),
        ...{ clock: systemClock, log: pino({ level: 'silent' }), workerId },
        env: { brokers, topics: new RegExp(`^${prefix}\\..+$`), sasl: null, tls: null, ...env },
        pace: { topicsMs: 200, sessionMs: 6_000, reportMs: 100 },
      })
      let stopped: Promise<void> | null = null
      const once = { stop: () => (stopped ??= consumer.stop()) }
      consumers.push(once)
      return once
    },
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      await producer.close()
      await admin.close()
    },
  }
}
