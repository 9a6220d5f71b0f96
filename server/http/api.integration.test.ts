import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { apiKey, appointment, order, type TestApi, testApi } from '#server/testing/api.ts'
import { describeBadInput, issuePaths } from '#server/testing/bad-input.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const one = { total: 1, limit: 1, page: 1, total_pages: 1, has_next: false, has_previous: false }

let database: TestDatabase
let api: TestApi
let key: string

beforeAll(async () => {
  database = await testDatabase()
  await seedWorkflows(asMember(database.db))
  key = await apiKey(database.db)
  api = testApi(database.db, key)
})
afterAll(() => database.close())

const stored = async () => {
  const [row] = await database.db.sql<{ n: number }[]>`select
    (select count(*) from notifications)::int + (select count(*) from idempotency_keys)::int as n`
  return row?.n ?? 0
}

describe('ingest', () => {
  test.each(['/webhook/events', '/webhook/events/'])('POST %s acknowledges, bare', async (path) => {
    const { status, headers, body } = await api.call('POST', path, { body: appointment })
    expect({ status, body }).toEqual({
      status: 200,
      body: { ack: true, trace_id: expect.stringMatching(UUID) },
    })
    expect(headers.get('x-trace-id')).toBe(body.trace_id)
  })

  test.each(['/v1/notifications', '/v1/notifications/', '/notify', '/notify/'])(
    'POST %s accepts, enveloped',
    async (path) => {
      const { status, headers, body } = await api.call('POST', path, { body: order })
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          success: true,
          data: {
            notification_id: expect.stringMatching(UUID),
            status: 'PENDING',
            trace_id: headers.get('x-trace-id'),
          },
          message: expect.any(String),
          meta: one,
        },
      })
    },
  )

  test('stores the whole body, its ids, and one planning job', async () => {
    const sent = {
      ...appointment,
      slot: { room: 12 },
      order_id: 77,
      correlationId: 'c-1',
      extra: [{ deep: true }],
    }
    const { body } = await api.call('POST', '/webhook/events', { body: sent })
    const [row] = await database.db.sql`select * from notifications where trace_id = ${body.trace_id ?? ''}`
    expect(row).toMatchObject({
      status: 'PENDING',
      event_type: 'APPOINTMENT_CREATED',
      source: 'webhook',
      source_name: 'events',
      customer_id: 'P9',
      order_id: '77',
      correlation_id: 'c-1',
      payload: sent,
    })
    const jobs = await database.db.sql`select payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'notifications.plan' and j.payload::jsonb @> ${JSON.stringify({ ids: [row?.id] })}::text::jsonb`
    expect(jobs).toHaveLength(1)
  })

  test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is not allowed on ingest', async (method) => {
    for (const path of ['/send-notification', '/send-notification/', '/webhook/events']) {
      const { status, headers } = await api.call(method, path)
      expect({ path, status, allow: headers.get('allow') }).toEqual({ path, status: 405, allow: 'POST' })
    }
  })
})

describe('reading back', () => {
  test('gives one notification, whole, at each of its paths', async () => {
    const { body: accepted } = await api.call('POST', '/v1/notifications', { body: order })
    const id = String(accepted.data?.notification_id)
    for (const path of [`/v1/notifications/${id}`, `/v1/notifications/${id}/`, `/notify/${id}`]) {
      const { status, body } = await api.call('GET', path)
      expect({ path, status, body }).toEqual({
        path,
        status: 200,
        body: {
          success: true,
          message: expect.any(String),
          meta: one,
          data: {
            notification_id: id,
            type: 'ORDER_CREATED',
            source: 'api',
            status: 'PENDING',
            status_reason: null,
            user_id: null,
            order_id: '123',
            correlation_id: null,
            trace_id: accepted.data?.trace_id,
            payload: order,
            created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
            sent_at: null,
            error_message: null,
            deliveries: [],
          },
        },
      })
    }
  })

  test('404 for an unknown id, 400 for what is no id', async () => {
    const unknown = await api.call('GET', '/v1/notifications/01936f3e-0000-7000-8000-000000000000')
    expect(unknown).toMatchObject({ status: 404, body: { success: false, error: 'not_found' } })
    const bad = await api.call('GET', '/v1/notifications/abc')
    expect(bad).toMatchObject({ status: 400, body: { error: 'validation_failed' } })
    expect(issuePaths(bad.body)).toEqual(['id'])
  })
})

describe('trace ids', () => {
  test('a traceparent is honoured, to the stored row', async () => {
    const headers = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' }
    const trace = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736'
    const { headers: answered, body } = await api.call('POST', '/v1/notifications', { body: order, headers })
    expect(answered.get('x-trace-id')).toBe(trace)
    expect(body.data?.trace_id).toBe(trace)
    const [row] = await database.db
      .sql`select trace_id from notifications where id = ${String(body.data?.notification_id)}`
    expect(row?.trace_id).toBe(trace)
  })

  test.each([
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    'nonsense',
  ])('%s is not one: a new id is made', async (traceparent) => {
    const { headers } = await api.call('GET', '/healthcheck', { headers: { traceparent } })
    expect(headers.get('x-trace-id')).toMatch(UUID)
    expect(headers.get('x-trace-id')).not.toMatch(/^(0{8}|4bf92f35)/i)
  })

  test.each([
    ['GET', '/nothing/here', 404],
    ['GET', '/v1/nothing', 404],
    ['DELETE', '/healthcheck', 405],
    ['POST', '/webhook/events', 401],
  ])('every refusal carries one: %s %s', async (method, path, status) => {
    const answer = await api.call(method, path, { key: null, ...(method === 'POST' && { body: {} }) })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('x-trace-id')).toMatch(UUID)
    if (path.startsWith('/v1')) expect(answer.body).toMatchObject({ success: false, error: 'not_found' })
    else
      expect(answer.body).toMatchObject({
        detail: expect.any(String),
        trace_id: answer.headers.get('x-trace-id'),
      })
  })
})

describe('credentials', () => {
  test('both headers are taken', async () => {
    const { status } = await api.call('POST', '/notify', {
      body: order,
      key: null,
      headers: { 'X-API-Key': key },
    })
    expect(status).toBe(200)
  })

  test('a missing scope is 403', async () => {
    const reader = await apiKey(database.db, ['read'])
    const refused = await api.call('POST', '/webhook/events', { body: appointment, key: reader })
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('ingest') } })
    const writer = await apiKey(database.db, ['ingest'])
    const unread = await api.call('GET', '/v1/notifications/01936f3e-0000-7000-8000-000000000000', {
      key: writer,
    })
    expect(unread).toMatchObject({ status: 403, body: { error: 'forbidden' } })
  })

  test('the internal secret is a key with all scopes', async () => {
    const settings = () => ({ internalApiSecret: 'between services', alertEmail: null })
    const internal = testApi(database.db, null, { settings })
    const headers = { 'X-API-Key': 'between services' }
    expect((await internal.call('POST', '/notify', { body: order, headers })).status).toBe(200)
    expect(
      (await internal.call('POST', '/notify', { body: order, headers: { 'X-API-Key': 'between' } })).status,
    ).toBe(401)
  })
})

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const withData = (data: Record<string, unknown>, type = 'ORDER_CREATED') => ({ type, data })
const customer_email = 'user@example.com'

describe('bad input', () => {
  describeBadInput({
    title: 'POST /v1/notifications',
    method: 'POST',
    path: '/v1/notifications',
    api: () => api,
    good: () => order,
    status: 200,
    scope: 'ingest',
    stored,
    wrong: [
      ['no type and no data', {}, ['type', 'data']],
      ['a wrong type', { type: 5, data: {} }, 'type'],
      ['data that is a list', { type: 'ORDER_CREATED', data: [] }, 'data'],
      ['a template_key beside the type', { ...order, template_key: 'x' }, 'template_key'],
      ['65 levels in data', `{"type":"X","data":{"a":${nested(63)}}}`, ''],
      ['a NUL in data', withData({ order_id: 'a\u0000b', customer_email }), 'data.order_id'],
      ['a NUL in a name in data', `{"type":"X","data":{"a\\u0000":1}}`, 'data.a\u0000'],
      ['half a surrogate pair in a list', '{"type":"X","data":{"list":[{"a":"\\ud800"}]}}', 'data.list[0].a'],
      ['a number beyond all bounds in a list', '{"type":"X","data":{"amount":[1e999]}}', 'data.amount[0]'],
      ['__proto__ in data', '{"type":"X","data":{"__proto__":{"a":1}}}', 'data.__proto__'],
      ['constructor in a list', '{"type":"X","data":{"a":[{"constructor":1}]}}', 'data.a[0].constructor'],
      ['an unknown type', withData({ customer_email }, 'NO_SUCH_THING'), 'type'],
      ['a type named like a method', withData({ customer_email }, 'toString'), 'type'],
      ['no order_id', withData({ customer_email }), 'data.order_id'],
      ['an order_id that is an object', withData({ order_id: {}, customer_email }), 'data.order_id'],
      [
        'neither order_id nor status',
        withData({ customer_email }, 'PAYMENT_STATUS_CHANGED'),
        ['data.order_id', 'data.status'],
      ],
      ['no order_id of a shipment', withData({ customer_email }, 'SHIPMENT_DELIVERED'), 'data.order_id'],
      ['a bad customer_email', withData({ order_id: '1', customer_email: 'nobody' }), 'data.customer_email'],
      ['a bad admin_email', withData({ admin_email: 'nobody' }, 'LOW_INVENTORY_ALERT'), 'data.admin_email'],
      [
        'a bad item',
        withData({ order_id: '1', customer_email, items: [{}, { price: {} }] }),
        'data.items[1].price',
      ],
      ['no recipient of an order', withData({ order_id: '1' }), 'data.customer_email'],
      ['no recipient of an alert', withData({ sku: '1' }, 'LOW_INVENTORY_ALERT'), 'data.admin_email'],
    ],
  })

  describeBadInput({
    title: 'POST /webhook/events',
    method: 'POST',
    path: '/webhook/events',
    api: () => api,
    good: () => appointment,
    status: 200,
    scope: 'ingest',
    stored,
    wrong: [
      [
        'every field of a wrong type',
        { appointment_id: 5, slot: 'noon', metadata: [] },
        ['event_type', 'appointment_id', 'slot', 'metadata'],
      ],
    ],
  })

  test('a refused request does not use up its idempotency key', async () => {
    const headers = { 'Idempotency-Key': 'refused' }
    expect((await api.call('POST', '/notify', { body: {}, headers })).status).toBe(400)
    expect((await api.call('POST', '/notify', { body: order, headers })).status).toBe(200)
  })

  test('of a name that is there twice, the last value counts', async () => {
    const body = `{"type":"NO_SUCH_THING","type":"ORDER_CREATED","data":{"order_id":"1","order_id":"2",
      "customer_email":"u@example.com"}}`
    const { body: answer } = await api.call('POST', '/notify', { body })
    const { body: kept } = await api.call('GET', `/v1/notifications/${answer.data?.notification_id}`)
    expect(kept.data).toMatchObject({ type: 'ORDER_CREATED', order_id: '2' })
  })

  test('64 levels, accents and an alert to ALERT_EMAIL are good', async () => {
    const deep = `{"type":"ORDER_CREATED","data":{"order_id":1,"customer_email":"u@example.com","a":${nested(62)}}}`
    expect((await api.call('POST', '/notify', { body: deep })).status).toBe(200)
    const odd = withData({ order_id: 'é😀', customer_email })
    expect((await api.call('POST', '/notify', { body: odd })).status).toBe(200)
    const settings = () => ({ internalApiSecret: null, alertEmail: 'ops@example.com' })
    const alerting = testApi(database.db, key, { settings })
    const alert = withData({ sku: '1' }, 'LOW_INVENTORY_ALERT')
    expect((await alerting.call('POST', '/notify', { body: alert })).status).toBe(200)
  })

  test('an id of more digits than a double holds is kept as it was sent', async () => {
    const body = `{"type":"ORDER_CREATED","data":{"order_id":12345678901234567890,"order_total":1234.5,
      "customer_email":"u@example.com","ids":[-9007199254740993,9007199254740991,"1234567890123456789"]}}`
    const { body: answer } = await api.call('POST', '/notify', { body })
    const { body: kept } = await api.call('GET', `/v1/notifications/${answer.data?.notification_id}`)
    expect(kept.data).toMatchObject({
      order_id: '12345678901234567890',
      payload: {
        data: {
          order_id: '12345678901234567890',
          order_total: 1234.5,
          ids: ['-9007199254740993', 9007199254740991, '1234567890123456789'],
        },
      },
    })
  })

  test.each(['application/json; charset=utf-8', 'application/cloudevents+json', 'APPLICATION/JSON'])(
    '%s is JSON',
    async (type) => {
      const { status } = await api.call('POST', '/notify', { body: order, headers: { 'content-type': type } })
      expect(status).toBe(200)
    },
  )

  test('more than 1 MiB is 413, exactly that is not', async () => {
    const sized = (bytes: number) => {
      const empty = JSON.stringify(withData({ order_id: '1', customer_email, filler: '' }))
      return JSON.stringify(
        withData({ order_id: '1', customer_email, filler: 'x'.repeat(bytes - empty.length) }),
      )
    }
    const mebibyte = 1024 * 1024
    expect((await api.call('POST', '/notify', { body: sized(mebibyte) })).status).toBe(200)
    const refused = await api.call('POST', '/notify', { body: sized(mebibyte + 1) })
    expect(refused).toMatchObject({ status: 413, body: { error: 'payload_too_large' } })
  })
})

test('a fault is 500 with a trace id, no internals, and a line in the log', async () => {
  const broken = testApi(database.db, key, {
    ingest: () => {
      throw new Error('secret: /etc/passwd')
    },
  })
  const { status, body, headers } = await broken.call('POST', '/webhook/events', { body: appointment })
  expect({ status, body }).toEqual({
    status: 500,
    body: { detail: 'An internal error.', trace_id: headers.get('x-trace-id') },
  })
})
