import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { workflows } from '#server/db/schema/workflows.ts'
import { apiKey, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { type KafkaKit, kafkaKit } from '#server/testing/kafka.ts'
import { missingKafka, testKafka } from '#server/testing/kafka-broker.ts'
import { sampleMessages, sampleTopics } from './sample-messages.ts'

const missing = await missingKafka()
const WAIT = { timeout: 20_000, interval: 50 }

describe.skipIf(missing !== null)('a consumer', () => {
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

  interface Stored {
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
  const stored = (topic: string) =>
    database.db.sql<Stored[]>`select * from notifications where source_name = ${topic} order by id`
  const numbers = async (topic: string) =>
    (await stored(topic)).map(({ payload }) => payload.n as number).sort((a, b) => a - b)
  const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)
  const numbered = (from: number, to: number) =>
    upTo(to - from).map((i) => ({ value: { type: 'COUNTED', n: from + i }, key: `k${i}` }))

  const start = async (...topics: string[]) => {
    kafka = kafkaKit(broker.brokers)
    const names = topics.map((topic) => kafka.name(topic))
    await kafka.topics(names, 2)
    return names
  }
  const group = () => ({ groupId: kafka.name('group') })

  test('stores what every producer calls by a name of its own, whole, and records it', async () => {
    const [orders = '', users = ''] = await start('order-events', 'user_events')
    const body = {
      eventType: 'ORDER_PLACED',
      data: { 'order-id': 7, UserId: 'u1' },
      status: 'paid',
      deep: [{}],
    }
    await kafka.send(orders, [{ value: body, headers: { 'X-Correlation-Id': 'c1', source: 'shop' } }])
    await kafka.send(users, [{ value: { action: 'USER_JOINED', client_id: 5 } }])
    kafka.consume(database, group())
    await expect.poll(async () => (await stored(orders)).length + (await stored(users)).length, WAIT).toBe(2)
    expect((await stored(orders))[0]).toMatchObject({
      status: 'RECORDED',
      status_reason: 'No workflow listens to “ORDER_PLACED” from kafka.',
      source: 'kafka',
      event_type: 'ORDER_PLACED',
      order_id: '7',
      customer_id: 'u1',
      correlation_id: 'c1',
      source_service: 'shop',
      payload: body,
    })
    expect((await stored(users))[0]).toMatchObject({ event_type: 'USER_JOINED', customer_id: '5' })
  })

  test('what it stored is read back by its order, as callers of the old log know it', async () => {
    const topics = await start(...sampleTopics)
    for (const topic of topics) {
      const messages = sampleMessages(`order of ${topic}`)
      await kafka.send(
        topic,
        messages.map((one) => ({ ...one, partition: 0 })),
      )
    }
    const consumer = kafka.consume(database, group())
    const count = sampleMessages('').length
    await expect
      .poll(async () => (await Promise.all(topics.map(stored))).map((rows) => rows.length), WAIT)
      .toEqual(topics.map(() => count))
    await consumer.stop()
    const api = testApi(database.db, await apiKey(database.db, ['read']))
    for (const topic of topics) {
      const orderId = `order of ${topic}`
      const { status, body } = await api.call('GET', `/order/${encodeURIComponent(orderId)}`)
      expect(status).toBe(200)
      const events = (body as unknown as Record<string, unknown>[]).toReversed()
      expect(events.map(({ event_type: type }) => type)).toEqual([
        ...['ORDER_PLACED', 'ORDER_PAID', 'ORDER_PICKED', 'ORDER_SENT', 'ORDER_SEEN', 'ORDER_PACKED'],
        ...['ORDER_SHIPPED', 'ORDER_DELIVERED', 'ORDER_RATED', 'ORDER_CHANGED', 'ORDER_CLOSED'],
      ])
      expect(events[0]).toEqual({
        notification_id: expect.any(String),
        created_at: expect.any(String),
        ...{ customer_id: 'C1', runner_id: 'R1', order_id: orderId, correlation_id: 'corr-1' },
        ...{ event_type: 'ORDER_PLACED', source_service: 'orders', source_topic: topic, status: 'RECORDED' },
        event: JSON.parse(String(sampleMessages(orderId)[0]?.value)),
      })
      expect(events.slice(0, 9).map(({ customer_id: id }) => id)).toEqual(Array(9).fill('C1'))
      expect(events.at(-1)).toMatchObject({ correlation_id: 'corr-1', source_service: 'closing-service' })
      const latest = await api.call('GET', `/order/${encodeURIComponent(orderId)}/latest`)
      expect(latest.body).toMatchObject({ event_type: 'ORDER_CLOSED', source_topic: topic })
    }
  })

  test('keeps poison as it is and goes on behind it', async () => {
    const [topic = ''] = await start('saga-events')
    const deep = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`
    const poison: [string | Buffer | null, unknown][] = [
      ['not json', { _raw: 'not json' }],
      ['', { _raw: '' }],
      ['[1,2]', { _raw: '[1,2]' }],
      ['"text"', { _raw: '"text"' }],
      ['null', { _raw: 'null' }],
      ['{"type":"A","a":"\\u0000"}', { _raw: '{"type":"A","a":"\\u0000"}' }],
      ['{"type":"A","a":"\\ud800"}', { _raw: '{"type":"A","a":"\\ud800"}' }],
      ['{"__proto__":{"type":"A"}}', { _raw: '{"__proto__":{"type":"A"}}' }],
      ['{"\\u005f_proto__":{}}', { _raw: '{"\\u005f_proto__":{}}' }],
      ['{"a":{"constructor":1}}', { _raw: '{"a":{"constructor":1}}' }],
      ['{"n":1e400}', { _raw: '{"n":1e400}' }],
      [deep, { _raw: deep }],
      ['a\u0000b', { _raw: Buffer.from('a\u0000b').toString('base64'), _encoding: 'base64' }],
      [Buffer.from([0xff, 0xfe, 0x7b]), { _raw: '//57', _encoding: 'base64' }],
      [null, { _raw: null }],
    ]
    await kafka.send(topic, [
      ...poison.map(([value]) => ({ value, partition: 0 })),
      { value: { type: 'GOOD', constructor_name: 'x' }, partition: 0 },
    ])
    kafka.consume(database, group())
    await expect.poll(async () => (await stored(topic)).length, WAIT).toBe(poison.length + 1)
    const rows = await stored(topic)
    expect(rows.slice(0, -1).map(({ payload }) => payload)).toEqual(poison.map(([, kept]) => kept))
    expect(rows.slice(0, -1).every(({ event_type }) => event_type === null)).toBe(true)
    expect(rows.at(-1)).toMatchObject({ event_type: 'GOOD', payload: { constructor_name: 'x' } })
  })

  test('keeps raw what only PostgreSQL refuses, and everything beside it', async () => {
    const [topic = ''] = await start('payment-events')
    // Finite for us, since 0 stays 0; PostgreSQL's numeric wants fewer digits behind the point.
    const refused = `{"type":"A","n":0e-99999}`
    const values = [...numbered(0, 20), { value: refused, key: 'x' }, ...numbered(20, 40)]
    await kafka.send(
      topic,
      values.map(({ value }) => ({ value, partition: 0 })),
    )
    kafka.consume(database, group())
    await expect.poll(async () => (await stored(topic)).length, WAIT).toBe(41)
    const raw = (await stored(topic)).filter(({ payload }) => '_raw' in payload)
    expect(raw.map(({ payload, event_type }) => [payload, event_type])).toEqual([
      [{ _raw: Buffer.from(refused).toString('base64'), _encoding: 'base64' }, null],
    ])
  })

  test('keeps ids of 64 bits, large messages and the trace of a caller', async () => {
    const [topic = ''] = await start('escrow-events')
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await kafka.send(topic, [
      { value: '{"order_id":12345678901234567890}', partition: 0, headers: { traceparent } },
      { value: { text: 'x'.repeat(3_000_000) }, partition: 0 },
    ])
    kafka.consume(database, group())
    await expect.poll(async () => (await stored(topic)).length, WAIT).toBe(2)
    const [first, second] = await stored(topic)
    expect(first).toMatchObject({
      order_id: '12345678901234567890',
      payload: { order_id: '12345678901234567890' },
      trace_id: '0af76519-16cd-43dd-8448-eb211c80319c',
    })
    expect(String(second?.payload.text).length).toBe(3_000_000)
    expect(second?.trace_id).toBe(second?.id)
  })

  test.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'reads what was compressed by %s',
    async (compression) => {
      const [topic = ''] = await start('compressed')
      await kafka.send(topic, numbered(0, 100), { compression })
      kafka.consume(database, group())
      await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(100))
    },
  )

  test('picks up a topic and partitions that appear while it runs, from their beginning', async () => {
    const [first = ''] = await start('order-events')
    await kafka.send(first, numbered(0, 5))
    kafka.consume(database, group())
    await expect.poll(() => numbers(first), WAIT).toEqual(upTo(5))
    const later = kafka.name('order_events')
    await kafka.topics([later], 1)
    await kafka.send(later, numbered(0, 7))
    await expect.poll(() => numbers(later), WAIT).toEqual(upTo(7))
    await kafka.admin.createPartitions({ topics: [{ name: later, count: 2, assignments: null }] })
    await expect
      .poll(() => kafka.send(later, [{ value: { n: 7 }, partition: 1 }]).catch(() => 'not yet'), WAIT)
      .toBeUndefined()
    await expect.poll(() => numbers(later), WAIT).toEqual(upTo(8))
  })

  test('begins a topic again that was deleted and made anew', async () => {
    const [topic = ''] = await start('order-events')
    await kafka.send(topic, numbered(0, 30))
    kafka.consume(database, group())
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(30))
    await kafka.admin.deleteTopics({ topics: [topic] })
    await expect.poll(() => kafka.topics([topic], 2).catch(() => 'still there'), WAIT).toBeUndefined()
    await kafka.send(topic, numbered(30, 35))
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(35))
  })

  test('goes on with the others when a topic is deleted', async () => {
    const [gone = '', left = ''] = await start('order-events', 'user-events')
    await kafka.send(gone, numbered(0, 3))
    kafka.consume(database, group(), 'survivor')
    await expect.poll(() => numbers(gone), WAIT).toEqual(upTo(3))
    await kafka.admin.deleteTopics({ topics: [gone] })
    await kafka.send(left, numbered(0, 3))
    await expect.poll(() => numbers(left), WAIT).toEqual(upTo(3))
    await expect
      .poll(async () => {
        const [row] = await database.db.sql`select state, partitions from kafka_consumers
          where worker_id = 'survivor'`
        return row
      }, WAIT)
      .toEqual({ state: 'running', partitions: [`${left}/0`, `${left}/1`] })
  })

  test('adds nothing when everything is delivered again, and goes on behind it', async () => {
    const [topic = ''] = await start('payment_events')
    await kafka.send(topic, numbered(0, 50))
    const { groupId } = group()
    const first = kafka.consume(database, { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(50))
    await first.stop()
    // As after a crash between our commit and Kafka's; and as when somebody rewinds the group.
    await kafka.admin.alterConsumerGroupOffsets({
      groupId,
      topics: [{ name: topic, partitionOffsets: [0, 1].map((partition) => ({ partition, offset: 0n })) }],
    })
    await kafka.send(topic, numbered(50, 60))
    kafka.consume(database, { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(60))
  })

  test('goes on where the group’s consumer before us had come to', async () => {
    const [topic = ''] = await start('user-events')
    await kafka.send(
      topic,
      numbered(0, 10).map(({ value }) => ({ value, partition: 0 })),
    )
    const { groupId } = group()
    await kafka.admin.alterConsumerGroupOffsets({
      groupId,
      topics: [{ name: topic, partitionOffsets: [{ partition: 0, offset: 4n }] }],
    })
    kafka.consume(database, { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual([4, 5, 6, 7, 8, 9])
  })

  test('tells Kafka how far it is', async () => {
    const [topic = ''] = await start('user_events')
    await kafka.send(
      topic,
      numbered(0, 10).map(({ value }) => ({ value, partition: 0 })),
    )
    const { groupId } = group()
    const consumer = kafka.consume(database, { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(10))
    await consumer.stop()
    const [found] = await kafka.admin.listConsumerGroupOffsets({ groups: [groupId] })
    const offsets = found?.topics.flatMap(({ partitions }) => partitions) ?? []
    expect(offsets.find(({ partitionIndex }) => partitionIndex === 0)?.committedOffset).toBe(10n)
  })

  test('goes on behind what retention has deleted', async () => {
    const [topic = ''] = await start('scheduler-events')
    const at = (from: number, to: number) => numbered(from, to).map(({ value }) => ({ value, partition: 0 }))
    await kafka.send(topic, at(0, 5))
    const { groupId } = group()
    const first = kafka.consume(database, { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(5))
    await first.stop()
    await kafka.send(topic, at(5, 20))
    await kafka.admin.deleteRecords({
      topics: [{ name: topic, partitions: [{ partition: 0, offset: 15n }] }],
    })
    kafka.consume(database, { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual([0, 1, 2, 3, 4, 15, 16, 17, 18, 19])
  })

  test('passes over what aborted transactions left', async () => {
    const [topic = ''] = await start('saga-events')
    await kafka.transact(topic, [{ n: 100 }, { n: 101 }], 'abort')
    await kafka.transact(topic, [{ n: 0 }, { n: 1 }], 'commit')
    await kafka.transact(topic, [{ n: 102 }], 'abort')
    await kafka.send(topic, [{ value: { n: 2 }, partition: 0 }])
    kafka.consume(database, group())
    await expect.poll(() => numbers(topic), WAIT).toEqual([0, 1, 2])
  })

  test('leaves the topics alone that are not asked for', async () => {
    const [orders = '', users = ''] = await start('order-events', 'user-events')
    await kafka.send(orders, numbered(0, 3))
    await kafka.send(users, numbered(0, 3))
    kafka.consume(database, { ...group(), topics: [users, 'not-there-yet'] })
    await expect.poll(() => numbers(users), WAIT).toEqual(upTo(3))
    expect(await numbers(orders)).toEqual([])
  })

  test('plans only what a workflow listens to', async () => {
    const [orders = '', payments = ''] = await start('order-events', 'payment-events')
    await database.db.orm.insert(workflows).values({
      ...{
        id: crypto.randomUUID(),
        key: 'kafka-orders',
        name: 'Orders by Kafka',
        eventType: 'ORDER_CREATED',
      },
      ...{
        sources: [`kafka:${orders}`],
        category: 'orders',
        channels: ['email'],
        templateKey: 'order-created',
      },
      ...{
        recipients: [],
        retry: { delaysS: [], onUnknown: 'ask' },
        createdAt: new Date(),
        updatedAt: new Date(),
      },
    })
    const value = { type: 'ORDER_CREATED', data: { order_id: '1' } }
    await kafka.send(payments, [{ value }])
    await kafka.send(orders, [{ value }, { value: { type: 'OTHER' } }])
    kafka.consume(database, group())
    await expect
      .poll(async () => (await stored(orders)).length + (await stored(payments)).length, WAIT)
      .toBe(3)
    const statuses = (rows: Stored[]) =>
      rows.map(({ event_type, status }) => `${event_type} ${status}`).sort()
    expect(statuses(await stored(orders))).toEqual(['ORDER_CREATED PENDING', 'OTHER RECORDED'])
    expect(statuses(await stored(payments))).toEqual(['ORDER_CREATED RECORDED'])
    const jobs = await database.db.sql<{ payload: { ids: string[] } }[]>`
      select payload from graphile_worker._private_jobs`
    const [pending] = (await stored(orders)).filter(({ status }) => status === 'PENDING')
    expect(jobs.map(({ payload }) => payload)).toEqual([{ ids: [pending?.id] }])
  })

  test('shares the partitions with a second one, and each message is stored once', async () => {
    const [topic = ''] = await start('order-events')
    await kafka.admin.createPartitions({ topics: [{ name: topic, count: 8, assignments: null }] })
    const { groupId } = group()
    const first = kafka.consume(database, { groupId }, 'first')
    let sent = 0
    const send = async () => {
      await kafka.send(topic, numbered(sent, sent + 100))
      sent += 100
    }
    await send()
    kafka.consume(database, { groupId }, 'second')
    const partitions = async (worker: string) => {
      const [row] = await database.db.sql<{ partitions: string[] }[]>`
        select partitions from kafka_consumers where worker_id = ${worker}`
      return row?.partitions ?? []
    }
    await expect
      .poll(async () => {
        await send()
        const [one, two] = [await partitions('first'), await partitions('second')]
        return one.length > 0 && two.length > 0 && new Set([...one, ...two]).size === 8
      }, WAIT)
      .toBe(true)
    await send()
    await first.stop()
    await send()
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(sent))
    expect(await partitions('first')).toEqual([])
    await expect.poll(async () => (await partitions('second')).length, WAIT).toBe(8)
  })

  test('says how it is, how far each partition is, and how much waits', async () => {
    const [topic = ''] = await start('notification-events')
    await kafka.send(
      topic,
      numbered(0, 20).map(({ value }) => ({ value, partition: 1 })),
    )
    const consumer = kafka.consume(database, group(), 'reporter')
    const report = async () => {
      const [row] = await database.db.sql`select state, error, partitions, stored from kafka_consumers
        where worker_id = 'reporter'`
      return row
    }
    const running = { state: 'running', error: null, partitions: [`${topic}/0`, `${topic}/1`], stored: '20' }
    await expect.poll(report, WAIT).toEqual(running)
    const offsets = await database.db.sql`select partition, next_offset, end_offset from kafka_offsets
      where topic = ${topic} order by partition`
    expect(offsets[1]).toEqual({ partition: 1, next_offset: '20', end_offset: '20' })
    await consumer.stop()
    expect(await report()).toBeUndefined()
  })
})
