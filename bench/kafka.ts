// `npm run bench:kafka`: messages per second from Kafka into PostgreSQL, stored and planned, the broker included.
import { Admin, Producer } from '@platformatic/kafka'
import { newId } from '#server/db/ids.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { startKafka } from '#server/testing/kafka-broker.ts'
import { cpuSeconds, residentMb } from './cost.ts'
import { median, option, printTable, show } from './figures.ts'
import { type Bench, productVariables, runBench } from './run.ts'

const rounds = option('rounds', 3)
const messages = option('messages', 300_000)
const PARTITIONS = 4
const TOPICS = ['order-events', 'payment-events', 'user-events', 'saga-events']
const SENT_TOGETHER = 2_000
const POLL_MS = 20

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a shop's services send: 330 bytes. */
const body = (n: number) =>
  JSON.stringify({
    event_type: n % 2 === 0 ? 'ORDER_PLACED' : 'PAYMENT_SETTLED',
    order_id: `order-${n}`,
    customer_id: `customer-${n % 10_000}`,
    correlation_id: newId(),
    source_service: 'shop',
    status: 'paid',
    occurred_at: '2026-11-21T10:00:00.000Z',
    data: {
      total: 59.9,
      currency: 'EUR',
      items: [{ sku: `sku-${n % 500}`, quantity: 2 }],
      note: 'as agreed',
    },
  })

async function preload(brokers: string[]): Promise<void> {
  const common = { clientId: 'bench', bootstrapBrokers: brokers }
  const admin = new Admin(common)
  await admin.createTopics({ topics: TOPICS, partitions: PARTITIONS, replicas: 1 })
  await admin.close()
  const producer = new Producer<Buffer, Buffer, Buffer, Buffer>({ ...common, idempotent: true })
  for (let from = 0; from < messages; from += SENT_TOGETHER) {
    const batch = Array.from({ length: Math.min(SENT_TOGETHER, messages - from) }, (_, i) => ({
      topic: TOPICS[(from + i) % TOPICS.length] ?? '',
      partition: Math.floor((from + i) / TOPICS.length) % PARTITIONS,
      value: Buffer.from(body(from + i)),
    }))
    await producer.send({ messages: batch })
  }
  await producer.close()
}

interface Drained {
  perSecond: number
  /** CPU microseconds per message. */
  worker: number
  postgres: number
  broker: number
  workerMb: number
}

/** A new group begins at the beginning; from its first row until all are stored and none waits for its plan. */
async function drain(
  bench: Bench,
  broker: { brokers: string[]; pid: number },
  round: string,
): Promise<Drained> {
  const { sql } = bench.database.db
  await bench.database.clear()
  await sql`truncate kafka_offsets, kafka_consumers`
  const worker = await bench.start(`worker ${round}`, 'server/worker/main.ts', {
    variables: {
      ...productVariables(bench.database),
      POSTHORN_ROLE: 'worker',
      KAFKA_BOOTSTRAP_SERVERS: broker.brokers.join(','),
      KAFKA_GROUP_ID: `bench-${round}`,
    },
  })
  const stored = async () => {
    const [row] = await sql<{ n: string }[]>`select coalesce(sum(next_offset), 0) as n from kafka_offsets`
    return Number(row?.n)
  }
  const waits = async () => {
    const [row] = await sql`select 1 from notifications where status = 'PENDING' limit 1`
    return row !== undefined
  }
  const cpu = () => [worker.pid, bench.database.pid, broker.pid].map(cpuSeconds)
  let first = await stored()
  while (first === 0) {
    await sleep(POLL_MS)
    first = await stored()
  }
  const began = performance.now()
  const before = cpu()
  while ((await stored()) < messages) await sleep(POLL_MS)
  while (await waits()) await sleep(POLL_MS)
  const seconds = (performance.now() - began) / 1000
  const after = cpu()
  const workerMb = residentMb(worker.pid)
  await worker.stop()
  const [rows] = await sql<{ n: string }[]>`select count(*) as n from notifications`
  if (Number(rows?.n) !== messages) throw new Error(`${rows?.n} rows of ${messages} messages`)
  const count = messages - first
  const [ours = 0, postgres = 0, kafka = 0] = after.map(
    (value, i) => ((value - (before[i] ?? 0)) / count) * 1e6,
  )
  return { perSecond: count / seconds, worker: ours, postgres, broker: kafka, workerMb }
}

/** Every second message has a workflow, which finds nobody to tell. */
async function listen({ database }: Bench): Promise<void> {
  await database.db.orm.insert(workflows).values({
    ...{ id: newId(), key: 'bench', name: 'Bench', eventType: 'ORDER_PLACED', sources: ['kafka'] },
    ...{ category: 'orders', channels: ['email'], templateKey: 'order-created' },
    ...{
      recipients: [{ kind: 'address', path: 'customer_email' }],
      retry: { delaysS: [], onUnknown: 'ask' },
    },
    ...{ createdAt: new Date(), updatedAt: new Date() },
  })
}

await runBench(1_200, async (bench) => {
  const broker = await startKafka({ heapMb: 1024, quickStart: false })
  try {
    console.log(`${show(messages)} messages of ${body(messages).length} bytes in ${TOPICS.length} topics of ${PARTITIONS} partitions, sent beforehand;
median of ${rounds} rounds, each with a new group and an empty database; one broker, one worker process`)
    await preload(broker.brokers)
    const measure = async (name: string) => {
      const all: Drained[] = []
      for (let round = 0; round < rounds; round += 1) all.push(await drain(bench, broker, `${name}-${round}`))
      const of = (pick: (one: Drained) => number) => show(median(all.map(pick)))
      return [
        ...[of((one) => one.perSecond), of((one) => one.worker), of((one) => one.postgres)],
        ...[of((one) => one.broker), of((one) => one.workerMb)],
      ]
    }
    const passive = await measure('passive')
    await listen(bench)
    const planned = await measure('planned')
    printTable(
      ['', 'messages/s', 'worker µs', 'PostgreSQL µs', 'broker µs', 'worker MB'],
      [
        ['no workflow listens: recorded at once', ...passive],
        ['a workflow listens to half of them', ...planned],
      ],
    )
    console.log('µs: CPU per message.')
  } finally {
    await broker.stop()
  }
})
