import { describe, expect, test } from 'vitest'
import { workflows } from '#server/db/schema/workflows.ts'
import { apiKey, testApi } from '#server/testing/api.ts'
import { missingKafka } from '#server/testing/kafka-broker.ts'
import { kafkaConsumers, numbered, type StoredMessage, upTo, WAIT } from '#server/testing/kafka-consumer.ts'
import { sampleMessages, sampleTopics } from './sample-messages.ts'

const missing = await missingKafka()

describe.skipIf(missing !== null)('a consumer', () => {
  const { database, group, kafka, numbers, start, stored } = kafkaConsumers()

  test('stores what every producer calls by a name of its own, whole, and records it', async () => {
    const [orders = '', users = ''] = await start('order-events', 'user_events')
    const body = {
      eventType: 'ORDER_PLACED',
      data: { 'order-id': 7, UserId: 'u1' },
      status: 'paid',
      deep: [{}],
    }
    await kafka().send(orders, [{ value: body, headers: { 'X-Correlation-Id': 'c1', source: 'shop' } }])
    await kafka().send(users, [{ value: { action: 'USER_JOINED', client_id: 5 } }])
    kafka().consume(database(), group())
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
      await kafka().send(
        topic,
        messages.map((one) => ({ ...one, partition: 0 })),
      )
    }
    const consumer = kafka().consume(database(), group())
    const count = sampleMessages('').length
    await expect
      .poll(async () => (await Promise.all(topics.map(stored))).map((rows) => rows.length), WAIT)
      .toEqual(topics.map(() => count))
    await consumer.stop()
    const api = testApi(database().db, await apiKey(database().db, ['read']))
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
    await kafka().send(topic, [
      ...poison.map(([value]) => ({ value, partition: 0 })),
      { value: { type: 'GOOD', constructor_name: 'x' }, partition: 0 },
    ])
    kafka().consume(database(), group())
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
    await kafka().send(
      topic,
      values.map(({ value }) => ({ value, partition: 0 })),
    )
    kafka().consume(database(), group())
    await expect.poll(async () => (await stored(topic)).length, WAIT).toBe(41)
    const raw = (await stored(topic)).filter(({ payload }) => '_raw' in payload)
    expect(raw.map(({ payload, event_type }) => [payload, event_type])).toEqual([
      [{ _raw: Buffer.from(refused).toString('base64'), _encoding: 'base64' }, null],
    ])
  })

  test('keeps ids of 64 bits, large messages and the trace of a caller', async () => {
    const [topic = ''] = await start('escrow-events')
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await kafka().send(topic, [
      { value: '{"order_id":12345678901234567890}', partition: 0, headers: { traceparent } },
      { value: { text: 'x'.repeat(3_000_000) }, partition: 0 },
    ])
    kafka().consume(database(), group())
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
      await kafka().send(topic, numbered(0, 100), { compression })
      kafka().consume(database(), group())
      await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(100))
    },
  )

  test('plans only what a workflow listens to', async () => {
    const [orders = '', payments = ''] = await start('order-events', 'payment-events')
    await database()
      .db.orm.insert(workflows)
      .values({
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
    await kafka().send(payments, [{ value }])
    await kafka().send(orders, [{ value }, { value: { type: 'OTHER' } }])
    kafka().consume(database(), group())
    await expect
      .poll(async () => (await stored(orders)).length + (await stored(payments)).length, WAIT)
      .toBe(3)
    const statuses = (rows: StoredMessage[]) =>
      rows.map(({ event_type, status }) => `${event_type} ${status}`).sort()
    expect(statuses(await stored(orders))).toEqual(['ORDER_CREATED PENDING', 'OTHER RECORDED'])
    expect(statuses(await stored(payments))).toEqual(['ORDER_CREATED RECORDED'])
    const jobs = await database().db.sql<{ payload: { ids: string[] } }[]>`
      select payload from graphile_worker._private_jobs`
    const [pending] = (await stored(orders)).filter(({ status }) => status === 'PENDING')
    expect(jobs.map(({ payload }) => payload)).toEqual([{ ids: [pending?.id] }])
  })
})
