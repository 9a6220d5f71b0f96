import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { users } from '#server/db/schema/users.ts'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { type Answer, apiKey, order, type TestApi, testApi } from '#server/testing/api.ts'
import { describeBadInput, issuePaths } from '#server/testing/bad-input.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { jobsOf, orderWorkflow } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'

let database: TestDatabase
let api: TestApi
let ada: string

beforeAll(async () => {
  database = await testDatabase()
  await seedWorkflows(asMember(database.db))
  // For its template, of two versions.
  await orderWorkflow(database.db, { enabled: false, templateKey: 'WELCOME_EMAIL' })
  await orderWorkflow(database.db, { enabled: false, templateKey: 'OLD_NEWS' })
  await database.db.sql`update templates set archived_at = now() where key = 'OLD_NEWS'`
  ada = newId()
  const at = new Date()
  await database.db.orm
    .insert(users)
    .values({ id: ada, externalId: 'P9', email: 'ada@example.com', createdAt: at, updatedAt: at })
  api = testApi(database.db, await apiKey(database.db))
})
afterAll(() => database.close())

const welcome = (changes: Record<string, unknown> = {}) => ({
  user_id: ada,
  template_key: 'WELCOME_EMAIL',
  message_data: { name: 'Ada', order_id: 77 },
  ...changes,
})
const post = (body: unknown, headers: Record<string, string> = {}, path = '/v1/notifications') =>
  api.call('POST', path, { body, headers })
const rowOf = async (id: unknown) => {
  const [row] = await database.db.sql`select * from notifications where id = ${String(id)}`
  return row
}
const stored = async () => {
  const [row] = await database.db.sql<{ n: number }[]>`select
    (select count(*) from notifications)::int + (select count(*) from idempotency_keys)::int as n`
  return row?.n ?? 0
}
const hence = (ms: number) => new Date(Date.now() + ms).toISOString()

describe('by template_key', () => {
  test.each([
    ['the user’s id', () => ada],
    ['their id in capitals', () => ada.toUpperCase()],
    ['their external id', () => 'P9'],
    ['their external id, marked', () => 'ext:P9'],
  ])('%s names the user', async (_, user) => {
    const sent = welcome({ user_id: user(), channels: ['email'], category: 'account', priority: 'high' })
    const { status, body } = await post(sent)
    expect({ status, data: body.data }).toEqual({
      status: 202,
      data: { notification_id: expect.any(String), status: 'PENDING', trace_id: expect.any(String) },
    })
    expect(await rowOf(body.data?.notification_id)).toMatchObject({
      event_type: 'WELCOME_EMAIL',
      source: 'api',
      source_name: 'shop',
      user_id: ada,
      order_id: '77',
      payload: sent,
    })
    expect(await jobsOf(database.db, String(body.data?.notification_id))).toMatchObject([
      { task: 'notifications.plan' },
    ])
  })

  test.each([
    ['a user', { user_id: 'nobody' }, ['user_id']],
    ['a marked user', { user_id: 'ext:nobody' }, ['user_id']],
    ['a template', { template_key: 'NO_SUCH' }, ['template_key']],
    ['a template that is archived', { template_key: 'OLD_NEWS' }, ['template_key']],
    ['both', { user_id: newId(), template_key: 'NO_SUCH' }, ['user_id', 'template_key']],
  ])('404 names %s that nobody knows', async (_, changes, named) => {
    const before = await stored()
    const { status, body } = await post(welcome(changes))
    expect({ status, error: body.error, named: issuePaths(body) }).toEqual({
      status: 404,
      error: 'not_found',
      named,
    })
    expect(await stored()).toBe(before)
  })

  test.each([
    ['is over', { expires_at: hence(-1000) }],
    ['ends before it begins', { scheduled_at: hence(60_000), expires_at: hence(30_000) }],
  ])('422 for one whose time %s, by type or by template', async (_, changes) => {
    for (const asked of [welcome(changes), { ...order, ...changes }]) {
      const { status, body } = await post(asked)
      expect({ status, named: issuePaths(body) }).toEqual({ status: 422, named: ['expires_at'] })
    }
  })

  test('is found by the ids that stand beside its data, too', async () => {
    const { body } = await post(welcome({ correlation_id: 'c-77', message_data: { order_id: 78 } }))
    expect(await rowOf(body.data?.notification_id)).toMatchObject({
      correlation_id: 'c-77',
      order_id: '78',
      customer_id: ada,
    })
  })

  test('its times are kept, whatever their offset, by type or by template', async () => {
    const times = { scheduled_at: '2099-01-01T12:00:00+02:00', expires_at: '2099-01-02T00:00:00Z' }
    for (const asked of [welcome(times), { ...order, ...times }]) {
      const { body } = await post(asked)
      const [row] = await database.db.sql<{ same: boolean }[]>`select scheduled_at = '2099-01-01T10:00:00Z'
        and expires_at = '2099-01-02T00:00:00Z' as same from notifications
        where id = ${String(body.data?.notification_id)}`
      expect(row?.same).toBe(true)
    }
  })

  test('an Idempotency-Key keeps its first answer, even when the template is gone', async () => {
    const headers = { 'Idempotency-Key': newId() }
    const sent = welcome({ template_key: 'SHORT_LIVED' })
    await orderWorkflow(database.db, { enabled: false, templateKey: 'SHORT_LIVED' })
    const first = await post(sent, headers)
    await database.db.sql`update templates set archived_at = now() where key = 'SHORT_LIVED'`
    const again = await post(sent, headers)
    expect(again).toMatchObject({ status: 202, body: first.body })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await post({ ...sent, priority: 1 }, headers)).status).toBe(404)
    await database.db.sql`update idempotency_keys set expires_at = now() - interval '1 second'
      where notification_id = ${String(first.body.data?.notification_id)}`
    expect((await post(sent, headers)).status).toBe(404)
  })

  describeBadInput({
    title: 'POST /v1/notifications with template_key',
    method: 'POST',
    path: '/v1/notifications',
    api: () => api,
    good: () => welcome(),
    status: 202,
    scope: 'ingest',
    stored,
    wrong: [
      ['no user_id', { template_key: 'WELCOME_EMAIL' }, 'user_id'],
      ['an empty user_id', { template_key: 'WELCOME_EMAIL', user_id: '' }, 'user_id'],
      ['a user_id that is a list', { template_key: 'WELCOME_EMAIL', user_id: ['P9'] }, 'user_id'],
      ['a template_key that is a number', { template_key: 5, user_id: 'P9' }, 'template_key'],
      [
        'fields of wrong types',
        {
          ...{ template_key: 'WELCOME_EMAIL', user_id: 'P9', message_data: [], channels: 'email' },
          ...{ category: 5, priority: 'urgent', scheduled_at: 'tomorrow', expires_at: 17 },
        },
        ['message_data', 'channels', 'category', 'priority', 'scheduled_at', 'expires_at'],
      ],
      ['no channel', { template_key: 'WELCOME_EMAIL', user_id: 'P9', channels: [] }, 'channels'],
      [
        'an unknown channel',
        { template_key: 'WELCOME_EMAIL', user_id: 'P9', channels: ['sms'] },
        'channels[0]',
      ],
      ['a priority of 11', { template_key: 'WELCOME_EMAIL', user_id: 'P9', priority: 11 }, 'priority'],
      [
        'a time without an offset',
        { template_key: 'WELCOME_EMAIL', user_id: 'P9', scheduled_at: '2026-11-21T10:00:00' },
        'scheduled_at',
      ],
      [
        'a time that no calendar has',
        { template_key: 'WELCOME_EMAIL', user_id: 'P9', scheduled_at: '0000-01-01T00:00:00Z' },
        'scheduled_at',
      ],
      ['both kinds', { ...order, template_key: 'WELCOME_EMAIL', user_id: 'P9' }, 'template_key'],
      ['neither kind', { user_id: 'P9', data: {} }, 'type'],
    ],
  })
})

describe('Prefer: wait', () => {
  test.each([
    ['by type', () => order, 200],
    ['by template_key', () => welcome(), 202],
  ])('%s answers once it is settled, and says that it waited', async (_, sent, status) => {
    const traceparent = `00-${newId().replaceAll('-', '')}-00f067aa0ba902b7-01`
    const waiting = post(sent(), { Prefer: 'wait=10', traceparent })
    const settled = async () => {
      const rows = await database.db.sql`update notifications set status = 'FAILED'
        where replace(trace_id::text, '-', '') = ${traceparent.slice(3, 35)} and status = 'PENDING' returning id`
      return rows.length
    }
    await expect.poll(settled).toBe(1)
    const answer = await waiting
    expect(answer).toMatchObject({ status, body: { success: true, data: { status: 'FAILED' } } })
    expect(answer.headers.get('preference-applied')).toBe('wait=10')
  })

  test('of no time, or that makes no sense, does not wait', async () => {
    const now = await post(order, { Prefer: 'wait=0' })
    expect(now.body.data).toMatchObject({ status: 'PENDING' })
    expect(now.headers.get('preference-applied')).toBe('wait=0')
    const odd = await post(order, { Prefer: 'wait=soon, respond-async' })
    expect(odd.body.data).toMatchObject({ status: 'PENDING' })
    expect(odd.headers.get('preference-applied')).toBeNull()
  })
})

describe('a batch', () => {
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    post(body, headers, '/v1/notifications/batch')
  type Outcome = {
    index: number
    notification_id?: string
    error?: { code: string; issues: { path: string }[] }
  }
  const outcomes = (body: Answer) => body.data as unknown as Outcome[]

  test('takes the good, tells of the bad, and plans them together', async () => {
    const items = [
      order,
      { type: 'NO_SUCH', data: {} },
      welcome(),
      welcome({ user_id: 'nobody' }),
      welcome({ expires_at: hence(-1000) }),
      5,
      { ...order, data: { ...order.data, customer_email: 'nobody' } },
    ]
    const { status, body } = await send({ notifications: items })
    const told = outcomes(body)
    expect(status).toBe(200)
    expect(
      told.map(({ index, notification_id, error }) => [
        index,
        Boolean(notification_id),
        error?.code,
        error?.issues.map(({ path }) => path),
      ]),
    ).toEqual([
      [0, true, undefined, undefined],
      [1, false, 'validation_failed', ['type']],
      [2, true, undefined, undefined],
      [3, false, 'not_found', ['user_id']],
      [4, false, 'unprocessable', ['expires_at']],
      [5, false, 'validation_failed', ['']],
      [6, false, 'validation_failed', ['data.customer_email']],
    ])
    expect(body.meta).toMatchObject({ total: 7 })
    const ids = told.flatMap(({ notification_id }) => notification_id ?? [])
    for (const id of ids) expect(await rowOf(id)).toMatchObject({ status: 'PENDING', source: 'api' })
    const jobs = await jobsOf(database.db, ...ids)
    expect(jobs).toHaveLength(1)
    expect(jobs[0]?.ids.toSorted()).toEqual(ids.toSorted())
  })

  test('finds its jobs by index in a backlog, on a pool that scans', async () => {
    const { sql } = database.db
    await sql`create table settings_seen (seqscan text)`
    await sql.unsafe(`
      create function see_settings() returns trigger language plpgsql as $$
        begin insert into settings_seen values (current_setting('enable_seqscan')); return null; end $$;
      create trigger see_settings after insert on notifications for each statement execute function see_settings()`)
    await send([order], { 'Idempotency-Key': newId() })
    await send([order, order])
    await sql`drop trigger see_settings on notifications`
    expect(await sql`select * from settings_seen`).toEqual([{ seqscan: 'off' }, { seqscan: 'off' }])
    const [outside] = await sql`select current_setting('enable_seqscan') as seqscan`
    expect(outside).toEqual({ seqscan: 'on' })
  })

  test('of nothing good stores nothing, and is answered', async () => {
    const before = await stored()
    const { status, body } = await send([5, {}])
    expect({ status, refused: outcomes(body).filter(({ error }) => error).length }).toEqual({
      status: 200,
      refused: 2,
    })
    expect(await stored()).toBe(before)
  })

  test('of 1,000 is taken, of 1,001 and of none is not', async () => {
    const many = (n: number) => Array.from({ length: n }, () => order)
    const { body } = await send(many(1000))
    const ids = outcomes(body).flatMap(({ notification_id }) => notification_id ?? [])
    expect(new Set(ids).size).toBe(1000)
    const [row] = await database.db.sql<{ n: number }[]>`
      select count(*)::int as n from notifications where id = any(${ids}::uuid[])`
    expect(row?.n).toBe(1000)
    for (const body of [many(1001), [], { notifications: [] }, { notifications: many(1001) }]) {
      const refused = await send(body)
      expect({ status: refused.status, named: issuePaths(refused.body) }).toEqual({
        status: 400,
        named: [Array.isArray(body) ? '' : 'notifications'],
      })
    }
  })

  test('is carried out once per Idempotency-Key, also at the same instant', async () => {
    const headers = { 'Idempotency-Key': newId() }
    const body = [order, { type: 'NO_SUCH', data: {} }]
    const before = await stored()
    const [first, second] = await Promise.all([send(body, headers), send(body, headers)])
    const third = await send(body, headers)
    expect(second?.body).toEqual(first?.body)
    expect(third).toMatchObject({ status: 200, body: first?.body })
    expect(third.headers.get('idempotency-replayed')).toBe('true')
    expect(await stored()).toBe(before + 2)
    expect((await send([order], headers)).status).toBe(422)
  })

  describeBadInput({
    title: 'POST /v1/notifications/batch',
    method: 'POST',
    path: '/notify/batch',
    api: () => api,
    good: () => [order],
    status: 200,
    scope: 'ingest',
    stored,
    wrong: [
      ['an object without them', {}, ''],
      ['an object for a list', { notifications: {} }, 'notifications'],
    ],
  })
})

describe('/send-notification', () => {
  const K = { event: 'ORDER_PLACED', data: { orderId: 5, UserId: 'u1', 'runner-id': 'r1' }, status: 'SENT' }

  test.each(['/send-notification', '/send-notification/'])('%s records anything, bare', async (path) => {
    const { status, body } = await post(K, { 'x-correlation-id': 'c-9', source: 'order-service' }, path)
    expect({ status, body }).toEqual({
      status: 201,
      body: { notification_id: expect.any(String), status: 'PENDING', trace_id: expect.any(String) },
    })
    expect(await rowOf(body.notification_id)).toMatchObject({
      status: 'PENDING',
      source: 'send-notification',
      event_type: 'ORDER_PLACED',
      customer_id: 'u1',
      runner_id: 'r1',
      order_id: '5',
      correlation_id: 'c-9',
      source_service: 'order-service',
      payload: K,
    })
  })

  test('takes an empty object, and a key once', async () => {
    const headers = { 'Idempotency-Key': newId() }
    const first = await post({}, headers, '/send-notification')
    const again = await post({}, headers, '/send-notification')
    expect(first.status).toBe(201)
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  describeBadInput({
    title: 'POST /send-notification',
    method: 'POST',
    path: '/send-notification',
    api: () => api,
    good: () => K,
    status: 201,
    scope: 'ingest',
    stored,
    wrong: [],
  })
})
