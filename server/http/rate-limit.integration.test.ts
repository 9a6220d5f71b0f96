import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { apiKey, order, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'

let database: TestDatabase
let api: TestApi

beforeAll(async () => {
  database = await testDatabase()
  await seedWorkflows(asMember(database.db))
  api = testApi(database.db, null)
})
afterAll(() => database.close())

async function limitedKey(perMinute: number): Promise<string> {
  const key = await apiKey(database.db)
  await database.db.sql`update api_keys set rate_limit = ${perMinute} where prefix = ${key.slice(0, 8)}`
  return key
}
const stored = async () => {
  const [row] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from notifications`
  return row?.n
}

test('beyond a key’s limit it is 429 with the time to wait, and nothing is stored', async () => {
  const key = await limitedKey(2)
  const send = () => api.call('POST', '/notify', { body: order, key })
  expect((await send()).status).toBe(200)
  expect((await send()).status).toBe(200)
  const before = await stored()
  const refused = await send()
  expect(refused).toMatchObject({ status: 429, body: { success: false, error: 'rate_limited' } })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(30)
  expect(await stored()).toBe(before)
})

test('reading counts too; other keys are not touched', async () => {
  const key = await limitedKey(1)
  const path = '/v1/notifications/01936f3e-0000-7000-8000-000000000000'
  expect((await api.call('GET', path, { key })).status).toBe(404)
  expect((await api.call('GET', path, { key })).status).toBe(429)
  expect((await api.call('GET', path, { key: await apiKey(database.db) })).status).toBe(404)
})

test('a bare endpoint says it barely', async () => {
  const key = await limitedKey(1)
  await api.call('POST', '/webhook/events', { body: {}, key })
  const refused = await api.call('POST', '/webhook/events', { body: {}, key })
  expect(refused).toMatchObject({ status: 429, body: { detail: expect.any(String) } })
})
