import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { variablesWith } from '#server/env.ts'
import { cutOff } from '#server/testing/cut-off.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { type KafkaKit, kafkaKit } from '#server/testing/kafka.ts'
import { type KafkaBroker, missingKafka, startKafka } from '#server/testing/kafka-broker.ts'

const missing = await missingKafka({ own: true })
const WAIT = { timeout: 60_000, interval: 100 }

describe.skipIf(missing !== null)('when something goes away, a consumer loses and doubles nothing:', () => {
  let broker: KafkaBroker
  let database: TestDatabase
  let kafka: KafkaKit
  let topic: string
  const workers: ChildProcess[] = []
  beforeAll(async () => {
    broker = await startKafka({ secure: true })
    database = await testDatabase()
  }, 120_000)
  beforeEach(async () => {
    kafka = kafkaKit(broker.brokers)
    topic = kafka.name('order-events')
    await kafka.topics([topic], 6)
    sent = 0
  })
  afterEach(async () => {
    for (const worker of workers) worker.kill('SIGKILL')
    await kafka.close()
  })
  afterAll(async () => {
    await database?.close()
    await broker?.stop()
  })

  let sent = 0
  const send = async (count: number) => {
    const from = sent
    sent += count
    await kafka.send(
      topic,
      Array.from({ length: count }, (_, i) => ({ value: { n: from + i }, key: `k${i}` })),
    )
  }
  const numbers = async () => {
    const rows = await database.db.sql<{ n: number }[]>`
      select (payload ->> 'n')::int as n from notifications where source_name = ${topic} order by 1`
    return rows.map(({ n }) => n)
  }
  const all = () => Array.from({ length: sent }, (_, n) => n)
  const state = async (worker: string) => {
    const [row] = await database.db.sql<{ state: string; error: string | null }[]>`
      select state, error from kafka_consumers where worker_id = ${worker}`
    return row
  }

  test('the broker', async () => {
    kafka.consume(database, { groupId: kafka.name('group') }, 'patient')
    await send(100)
    await expect.poll(numbers, WAIT).toEqual(all())
    await broker.kill()
    await expect
      .poll(() => state('patient'), WAIT)
      .toMatchObject({
        state: 'failing',
        error: expect.stringMatching(/^No broker can be reached/),
      })
    await broker.restart()
    await send(100)
    await expect.poll(numbers, WAIT).toEqual(all())
    await expect.poll(() => state('patient'), WAIT).toEqual({ state: 'running', error: null })
  }, 180_000)

  test('the broker, before there was one', async () => {
    await broker.kill()
    kafka.consume(database, { groupId: kafka.name('group') }, 'early')
    await expect.poll(async () => (await state('early'))?.state, WAIT).toBe('failing')
    await broker.restart()
    await send(10)
    await expect.poll(numbers, WAIT).toEqual(all())
  }, 180_000)

  const startWorker = async (url = database.url) => {
    const worker = fork(fileURLToPath(new URL('../../worker/main.ts', import.meta.url)), {
      env: variablesWith({
        ...{
          NODE_ENV: 'production',
          POSTHORN_ROLE: 'worker',
          DATABASE_URL: url,
          LOG_LEVEL: 'error',
        },
        APP_SECRET: 'only-for-tests-and-never-outside-them',
        KAFKA_BOOTSTRAP_SERVERS: broker.brokers.join(','),
        KAFKA_GROUP_ID: kafka.name('group'),
        KAFKA_TOPICS: topic,
      }),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    workers.push(worker)
    await new Promise((resolve) => worker.once('message', resolve).once('exit', resolve))
    return worker
  }
  test('PostgreSQL', async () => {
    const way = await cutOff(database.url)
    let going = true
    // A worker whose queue has lost the database ends and is started again, as the supervisor does it.
    const supervise = async () => {
      while (going) {
        const worker = await startWorker(way.url)
        if (worker.exitCode === null) await new Promise((resolve) => worker.once('exit', resolve))
      }
    }
    const supervised = supervise()
    for (const _ of [1, 2, 3]) {
      await send(3_000)
      await expect.poll(async () => (await numbers()).length, WAIT).toBeGreaterThan(sent - 3_000)
      await way.cut()
      await send(100)
      await way.mend()
      await expect.poll(numbers, WAIT).toEqual(all())
    }
    going = false
    for (const worker of workers) worker.kill('SIGTERM')
    await supervised
    await way.cut()
  }, 180_000)

  const partitions = async () => {
    const rows = await database.db.sql<{ partitions: string[] }[]>`
      select partitions from kafka_consumers where group_id = ${kafka.name('group')}
        and heartbeat_at > now() - interval '8 seconds'`
    return rows.map(({ partitions: own }) => own.length).sort()
  }

  test('one of two workers, killed in the middle', async () => {
    const [first] = await Promise.all([startWorker(), startWorker()])
    await expect
      .poll(async () => {
        await send(200)
        return partitions()
      }, WAIT)
      .toEqual([3, 3])
    await send(2_000)
    first.kill('SIGKILL')
    await send(2_000)
    await expect.poll(partitions, WAIT).toEqual([6])
    await expect.poll(numbers, WAIT).toEqual(all())
  }, 180_000)

  test('a worker that is asked to end: it leaves the group, and says nothing any more', async () => {
    const worker = await startWorker()
    await send(500)
    await expect.poll(numbers, WAIT).toEqual(all())
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    worker.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(await partitions()).toEqual([])
    const groups = await kafka.admin.describeGroups({ groups: [kafka.name('group')] })
    expect(groups.get(kafka.name('group'))?.members.size).toBe(0)
  }, 120_000)

  test.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)(
    'and nobody listens in: TLS, with a password by %s',
    async (mechanism) => {
      const { brokers, tls, username, password } = broker.secure
      const env = { brokers, tls, sasl: { mechanism, username, password } }
      kafka.consume(database, { ...env, groupId: kafka.name('group') })
      await send(10)
      await expect.poll(numbers, WAIT).toEqual(all())
    },
    120_000,
  )

  test('a wrong password is said in words', async () => {
    const { brokers, tls, username } = broker.secure
    const sasl = { mechanism: 'PLAIN', username, password: 'wrong' } as const
    kafka.consume(database, { brokers, tls, sasl, groupId: kafka.name('group') }, 'stranger')
    await expect
      .poll(() => state('stranger'), WAIT)
      .toMatchObject({
        state: 'failing',
        error: expect.stringMatching(/^The broker refuses the user name or password/),
      })
  }, 120_000)
})
