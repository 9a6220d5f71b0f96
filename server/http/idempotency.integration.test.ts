import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { apiKey, appointment, order, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'

let database: TestDatabase
let api: TestApi

beforeAll(async () => {
  database = await testDatabase()
  await seedWorkflows(asMember(database.db))
  api = testApi(database.db, await apiKey(database.db))
})
afterAll(() => database.close())

const post = (key: string, body: unknown = order, path = '/v1/notifications') =>
  api.call('POST', path, { body, headers: { 'Idempotency-Key': key } })
const count = async () => {
  const [row] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from notifications`
  return row?.n ?? 0
}

test('the same body gets the first answer again, and nothing is stored', async () => {
  const first = await post('same')
  const before = await count()
  const again = await post('same')
  expect(again).toMatchObject({ status: 200, body: first.body })
  expect(first.headers.get('idempotency-replayed')).toBeNull()
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(await count()).toBe(before)
})

test('another body is 422', async () => {
  await post('other')
  const refused = await post('other', { ...order, data: { ...order.data, order_id: '124' } })
  expect(refused).toMatchObject({ status: 422, body: { success: false, error: 'idempotency_mismatch' } })
})

test('bare and quoted are one key, and an alias or a slash is the same path', async () => {
  const first = await post('spelled')
  for (const [key, path] of [
    ['"spelled"', '/v1/notifications'],
    ['spelled', '/notify'],
    ['spelled', '/v1/notifications/'],
  ] as const) {
    expect((await post(key, order, path)).body).toEqual(first.body)
  }
})

test('another credential and another path have their own keys', async () => {
  const first = await post('scoped')
  const other = await apiKey(database.db)
  const theirs = await api.call('POST', '/notify', {
    body: order,
    key: other,
    headers: { 'Idempotency-Key': 'scoped' },
  })
  expect(theirs.status).toBe(200)
  expect(theirs.body.data?.notification_id).not.toBe(first.body.data?.notification_id)
  expect((await post('scoped', appointment, '/webhook/events')).status).toBe(200)
})

test('a webhook-id serves as the key of a webhook', async () => {
  const headers = { 'webhook-id': 'msg_1' }
  const first = await api.call('POST', '/webhook/events', { body: appointment, headers })
  const again = await api.call('POST', '/webhook/events', { body: appointment, headers })
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotency-replayed')).toBe('true')
})

test.each(['', ' ', 'x'.repeat(256), 'é'])('“%s” is no key', async (key) => {
  expect(await post(key)).toMatchObject({
    status: 400,
    body: { data: { issues: [{ path: 'Idempotency-Key' }] } },
  })
})

test('of 20 at the same instant one is carried out, and all get its answer', async () => {
  const before = await count()
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('instant')))
  expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1)
  expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1)
  expect(await count()).toBe(before + 1)
})

test('an expired key is taken over', async () => {
  const first = await post('expired')
  await database.db.sql`update idempotency_keys set expires_at = now() - interval '1 s' where key = 'expired'`
  const next = await post('expired', { ...order, data: { ...order.data, order_id: '125' } })
  expect(next.status).toBe(200)
  expect(next.body.data?.notification_id).not.toBe(first.body.data?.notification_id)
  expect(next.headers.get('idempotency-replayed')).toBeNull()
})
