import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { users } from '#server/db/schema/users.ts'
import { type Answer, apiKey, order, type TestApi, testApi } from '#server/testing/api.ts'
import { describeBadInput, issuePaths } from '#server/testing/bad-input.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  failedNotification,
  pendingNotification,
  queuedDelivery,
  sentNotification,
} from '#server/testing/factories.ts'

let database: TestDatabase
let api: TestApi

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db))
})
afterAll(() => database.close())
beforeEach(
  () => database.db.sql`truncate notifications, deliveries, attempts, delivery_contents, users cascade`,
)

const get = (path: string) => api.call('GET', path)
interface Listed {
  notification_id: string
}
const idsOf = (body: Answer) => (body.data as unknown as Listed[]).map((row) => row.notification_id)
const listed = async (query: string) => {
  const { status, body } = await get(`/v1/notifications${query}`)
  expect({ query, status, message: body.message }).toMatchObject({ status: 200 })
  return idsOf(body)
}
const minute = (n: number) => new Date(Date.UTC(2026, 10, 20, 12, n))

describe('GET /v1/notifications', () => {
  test.each(['/v1/notifications', '/v1/notifications/', '/notify', '/notify/'])(
    '%s: newest first, whole but for deliveries',
    async (path) => {
      const { notification: first } = await sentNotification(database.db, { at: minute(1), payload: order })
      const second = await pendingNotification(database.db, { at: minute(2) })
      const { status, body } = await get(path)
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          success: true,
          message: '2 notifications',
          data: [
            expect.objectContaining({ notification_id: second.id, status: 'PENDING' }),
            {
              notification_id: first.id,
              type: 'ORDER_CREATED',
              source: 'api',
              status: 'SENT',
              status_reason: null,
              user_id: null,
              order_id: null,
              correlation_id: null,
              trace_id: first.traceId,
              payload: order,
              created_at: minute(1).toISOString(),
              sent_at: minute(1).toISOString(),
              error_message: null,
            },
          ],
          meta: { total: 2, limit: 50, page: 1, total_pages: 1, has_next: false, has_previous: false },
        },
      })
    },
  )

  test('each filter keeps to itself', async () => {
    const { db } = database
    const user = newId()
    await db.orm
      .insert(users)
      .values({ id: user, externalId: 'a/b P9', createdAt: minute(0), updatedAt: minute(0) })
    const { notification: sent } = await sentNotification(db, {
      at: minute(1),
      source: 'webhook',
      userId: user,
    })
    const { notification: failed } = await failedNotification(db, { at: minute(2), orderId: 'o 1' })
    const kafka = await pendingNotification(db, {
      at: minute(3),
      source: 'kafka',
      eventType: 'PAYMENT',
      correlationId: 'c&1',
    })
    const gone = newId()
    const ofGone = await pendingNotification(db, { at: minute(-9), userId: gone, status: 'CANCELLED' })
    const trace = sent.traceId.replaceAll('-', '')
    // A W3C trace id written as a UUID need not be one of RFC 9562.
    const odd = '0af7651916cd43dd8448eb211c80319c'
    const traced = await pendingNotification(db, { at: minute(0), traceId: odd, eventType: 'TRACED' })
    for (const [query, expected] of [
      ['?status=FAILED', [failed]],
      ['?status=SENT,FAILED', [failed, sent]],
      ['?status=SENT&status=PENDING', [kafka, sent, traced]],
      ['?type=PAYMENT', [kafka]],
      ['?type=PAYMENT,ORDER_CREATED&source=webhook', [sent]],
      ['?source=kafka&source=api', [kafka, failed, traced, ofGone]],
      [`?user_id=${user}`, [sent]],
      [`?user_id=${user.toUpperCase()}`, [sent]],
      ['?user_id=ext:a%2Fb%20P9', [sent]],
      ['?user_id=ext:nobody', []],
      [`?user_id=${newId()}`, []],
      [`?user_id=${gone}`, [ofGone]],
      ['?order_id=o%201', [failed]],
      ['?order_id=o%201&status=SENT', []],
      ['?correlation_id=c%261', [kafka]],
      [`?trace_id=${sent.traceId}`, [sent]],
      [`?trace_id=${trace}`, [sent]],
      [`?trace_id=${odd}`, [traced]],
      [`?from=${minute(2).toISOString()}`, [kafka, failed]],
      [`?to=${minute(2).toISOString()}`, [sent, traced, ofGone]],
      [`?from=${encodeURIComponent('2026-11-20T14:02:00+02:00')}&to=${minute(3).toISOString()}`, [failed]],
      ['?q=bob@example.com', [failed]],
      ['?q=bob@example.com&status=SENT', []],
      ['?unknown=1', [kafka, failed, sent, traced, ofGone]],
    ] as const) {
      expect([query, await listed(query)]).toEqual([query, expected.map(({ id }) => id)])
    }
  })

  test('goes through all of it, by pages or by cursors, without gaps or doubles', async () => {
    const all: string[] = []
    for (let i = 0; i < 23; i++) {
      const status = i % 2 ? 'FAILED' : 'RECORDED'
      all.unshift((await pendingNotification(database.db, { at: minute(i), status })).id)
    }
    for (const filter of ['', 'status=FAILED,RECORDED&', 'from=2026-11-20T12:00:00Z&type=ORDER_CREATED&']) {
      const byPage: string[] = []
      for (let page = 1; page <= 5; page++) {
        const { body } = await get(`/v1/notifications?${filter}limit=5&page=${page}`)
        expect(body.meta).toMatchObject({
          total: 23,
          limit: 5,
          page,
          total_pages: 5,
          has_next: page < 5,
          has_previous: page > 1,
        })
        byPage.push(...idsOf(body))
      }
      expect(byPage).toEqual(all)
      const byCursor: string[] = []
      let cursor = ''
      do {
        const { body } = await get(`/v1/notifications?${filter}limit=5${cursor}`)
        byCursor.push(...idsOf(body))
        const { next_cursor: next, has_previous } = body.meta as {
          next_cursor?: string
          has_previous: boolean
        }
        expect(has_previous).toBe(cursor !== '')
        cursor = next ? `&cursor=${next}` : ''
      } while (cursor)
      expect(byCursor).toEqual(all)
    }
    expect(await listed('?page=9')).toEqual([])
  })

  test('counts exactly up to 10,000; beyond, it estimates, and pages give way to cursors', async () => {
    await database.db.sql`
      insert into notifications (id, status, event_type, source, trace_id, order_id, payload, created_at)
      select (lpad(to_hex(${minute(0).getTime()}::bigint + n), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid,
        case when n <= 10000 then 'FAILED' else 'SENT' end, 'BULK', 'api', gen_random_uuid(), 'bulk', '{}', now()
      from generate_series(1, 20100) as n`
    await database.db.sql`analyze notifications`
    const meta = async (query: string) => (await get(`/v1/notifications?${query}`)).body.meta
    expect(await meta('status=FAILED')).not.toHaveProperty('total_estimated')
    expect(await meta('status=FAILED')).toMatchObject({ total: 10_000 })
    const estimate = (await meta('type=BULK')) as { total: number; total_estimated: boolean }
    expect(estimate.total_estimated).toBe(true)
    expect(estimate.total).toBeGreaterThan(15_000)
    expect(estimate.total).toBeLessThan(25_000)
    const last = await get('/v1/notifications?limit=200&page=50')
    expect(idsOf(last.body)).toHaveLength(200)
    const beyond = await get('/v1/notifications?limit=200&page=51')
    expect({ status: beyond.status, named: issuePaths(beyond.body) }).toEqual({
      status: 400,
      named: ['cursor'],
    })
    const { next_cursor } = last.body.meta as { next_cursor: string }
    expect(await listed(`?limit=3&cursor=${next_cursor}`)).toHaveLength(3)
  })

  test.each([
    ['status=LOST', 'status[0]'],
    ['status=SENT,LOST', 'status[1]'],
    ['source=mail', 'source[0]'],
    ['limit=201', 'limit'],
    ['limit=0', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['page=0', 'page'],
    ['page=1.5', 'page'],
    ['cursor=5', 'cursor'],
    ['from=yesterday', 'from'],
    ['to=2026-11-20', 'to'],
    ['user_id=P9', 'user_id'],
    ['trace_id=x', 'trace_id'],
    ['order_id=%00', 'order_id'],
    [`q=${'x'.repeat(501)}`, 'q'],
    [`cursor=${newId()}&page=2`, 'page'],
  ])('%s is 400', async (query, named) => {
    const { status, body } = await get(`/v1/notifications?${query}`)
    expect({ status, named: issuePaths(body) }).toEqual({ status: 400, named: [named] })
  })

  test.each([
    ['/v1/notifications?limit=201', 'must be at most 200'],
    ['/v1/notifications?page=0', 'must be at least 1'],
    ['/v1/notifications?page=one', 'must be a number'],
    ['/order/1?limit=1001', 'must be at most 1000'],
  ])('%s is said what is wrong with it', async (path, message) => {
    const { body } = await get(path)
    expect((body.issues ?? body.data?.issues)?.map((issue) => issue.message)).toEqual([message])
  })

  test('wants the scope read', async () => {
    const key = await apiKey(database.db, ['ingest'])
    expect((await api.call('GET', '/v1/notifications', { key })).status).toBe(403)
    expect((await api.call('GET', '/order/1/latest', { key })).status).toBe(403)
  })
})

describe('an order', () => {
  test('latest and all, in the shape of the audit log', async () => {
    const { db } = database
    const event = { event: 'PAID', status: 'SENT', data: { order_id: 'o/1' } }
    const first = await pendingNotification(db, {
      at: minute(1),
      source: 'kafka',
      sourceName: 'order-events',
      eventType: null,
      orderId: 'o/1',
      payload: { _raw: 'x' },
    })
    const second = await pendingNotification(db, {
      at: minute(2),
      source: 'send-notification',
      status: 'RECORDED',
      eventType: 'PAID',
      orderId: 'o/1',
      customerId: 'c',
      runnerId: 'r',
      correlationId: 'k',
      sourceService: 'order',
      payload: event,
    })
    await pendingNotification(db, { at: minute(3), orderId: 'other' })
    const shape = {
      notification_id: second.id,
      customer_id: 'c',
      runner_id: 'r',
      order_id: 'o/1',
      event,
      status: 'RECORDED',
      created_at: minute(2).toISOString(),
      source_topic: null,
      event_type: 'PAID',
      correlation_id: 'k',
      source_service: 'order',
    }
    for (const slash of ['', '/']) {
      expect(await get(`/order/o%2F1/latest${slash}`)).toMatchObject({ status: 200, body: shape })
      const { body } = await get(`/order/o%2F1${slash}`)
      expect(body).toEqual([
        shape,
        {
          ...{ notification_id: first.id, order_id: 'o/1', event: { _raw: 'x' }, status: 'PENDING' },
          ...{
            customer_id: null,
            runner_id: null,
            event_type: null,
            correlation_id: null,
            source_service: null,
          },
          ...{ created_at: minute(1).toISOString(), source_topic: 'order-events' },
        },
      ])
    }
    const { body: rest } = await get(`/order/o%2F1?before=${second.id}`)
    expect(rest).toMatchObject([{ notification_id: first.id }])
    expect((await get('/order/o%2F1?limit=1')).body).toMatchObject([{ notification_id: second.id }])
  })

  test('that nobody knows has no latest, and no others', async () => {
    expect(await get('/order/none/latest')).toMatchObject({
      status: 404,
      body: { detail: 'Nothing is known of this order.', trace_id: expect.any(String) },
    })
    expect(await get('/order/none')).toMatchObject({ status: 200, body: [] })
  })

  test.each([
    ['/order/1?limit=1001', 'limit'],
    ['/order/1?before=x', 'before'],
    ['/order/a%00b/latest', 'order_id'],
    ['/order/a%00b', 'order_id'],
  ])('%s is 400', async (path, named) => {
    const { status, body } = await get(path)
    expect({ status, named: issuePaths(body) }).toEqual({ status: 400, named: [named] })
  })
})

describe('actions', () => {
  const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    api.call('POST', path, { ...(body !== undefined && { body }), headers })

  test('replay as it was sent makes a new delivery, once per Idempotency-Key', async () => {
    const { notification } = await sentNotification(database.db)
    const path = `/v1/notifications/${notification.id}/replay`
    const headers = { 'Idempotency-Key': newId() }
    const [first, again] = [
      await post(path, { mode: 'sent' }, headers),
      await post(path, { mode: 'sent' }, headers),
    ]
    expect({ status: first.status, data: first.body.data }).toEqual({
      status: 202,
      data: { notification_id: notification.id, status: 'QUEUED', deliveries: 1 },
    })
    expect(again).toMatchObject({ status: 202, body: first.body })
    const { body } = await get(`/v1/notifications/${notification.id}`)
    expect(body.data?.deliveries).toHaveLength(2)
    expect((await post(path, { mode: 'sent' })).status).toBe(422)
  })

  test('replay with what holds today says why it can’t be carried out', async () => {
    const { notification } = await sentNotification(database.db)
    const refused = await post(`/notify/${notification.id}/replay/`, { mode: 'today' })
    expect(refused).toMatchObject({
      status: 422,
      body: { error: 'unprocessable', message: 'No workflow listens to “ORDER_CREATED” from api.' },
    })
  })

  test('cancel takes back what waits', async () => {
    const held = await pendingNotification(database.db, { status: 'SCHEDULED' })
    await queuedDelivery(database.db, held, { status: 'HELD', dueAt: minute(60) })
    const pending = await pendingNotification(database.db)
    for (const [id, deliveries] of [
      [held.id, 1],
      [pending.id, 0],
    ] as const) {
      const { status, body } = await post(`/v1/notifications/${id}/cancel`)
      expect({ status, data: body.data }).toEqual({
        status: 202,
        data: { notification_id: id, status: 'CANCELLED', deliveries },
      })
      expect((await post(`/v1/notifications/${id}/cancel`)).status).toBe(422)
    }
  })

  test.each(['replay', 'cancel'])('%s of what is not there is 404, of no id 400', async (action) => {
    const body = { mode: 'sent' }
    expect((await post(`/v1/notifications/${newId()}/${action}`, body)).status).toBe(404)
    const refused = await post(`/v1/notifications/abc/${action}`, body)
    expect({ status: refused.status, named: issuePaths(refused.body) }).toEqual({
      status: 400,
      named: ['id'],
    })
  })

  let replayed: string
  describeBadInput({
    title: 'POST /v1/notifications/{id}/replay',
    method: 'POST',
    path: () => `/v1/notifications/${replayed}/replay`,
    api: () => api,
    good: () => ({ mode: 'sent' }),
    status: 202,
    scope: 'ingest',
    wrong: [
      ['no mode', {}, 'mode'],
      ['an unknown mode', { mode: 'tomorrow' }, 'mode'],
    ],
    stored: async () => {
      // What waits would keep the next good one from being taken.
      await database.db.sql`update deliveries set status = 'SENT' where status = 'QUEUED'`
      const [row] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from deliveries`
      return row?.n ?? 0
    },
  })
  beforeEach(async () => {
    const { notification } = await sentNotification(database.db)
    replayed = notification.id
  })
})
