import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { apiKey, appointment, order, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import type { ApiSettings } from './types.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await seedWorkflows(asMember(database.db))
})
afterAll(() => database.close())

const opened = (settings: Partial<ApiSettings>) =>
  testApi(database.db, null, {
    settings: () => ({ openEndpoints: ['webhook', 'notifications'], ...settings }),
  })
const statusOf = async (
  settings: Partial<ApiSettings>,
  from: string,
  headers: Record<string, string> = {},
) => {
  const { status } = await opened(settings).call('POST', '/webhook/events', {
    body: appointment,
    from,
    headers,
  })
  return status
}

test.each([
  ['127.0.0.1', 200],
  ['10.1.2.3', 200],
  ['::1', 200],
  ['203.0.113.7', 401],
  ['2001:db8::1', 401],
])('from %s it is %i', async (from, status) => {
  expect(await statusOf({ openFrom: ['127.0.0.0/8', '10.0.0.0/8', '::1/128'] }, from)).toBe(status)
})

test('what is not named stays closed', async () => {
  const api = opened({ openEndpoints: ['webhook'] })
  expect((await api.call('POST', '/notify', { body: order, from: '10.0.0.1' })).status).toBe(401)
  expect((await api.call('POST', '/webhook/events', { body: appointment, from: '10.0.0.1' })).status).toBe(
    200,
  )
  const both = opened({})
  expect((await both.call('POST', '/notify', { body: order, from: '10.0.0.1' })).status).toBe(200)
})

test('only the scope of the endpoint is given: reading back stays closed', async () => {
  const id = '01936f3e-0000-7000-8000-000000000000'
  expect((await opened({}).call('GET', `/v1/notifications/${id}`, { from: '10.0.0.1' })).status).toBe(401)
})

test('credentials that are wrong are wrong, from wherever they come', async () => {
  for (const headers of [
    { 'x-api-key': 'no' },
    { authorization: 'Bearer no' },
    { authorization: 'Basic eDp5' },
  ]) {
    expect(await statusOf({}, '10.0.0.1', headers as Record<string, string>)).toBe(401)
  }
})

test('a key is still taken, and is who asks', async () => {
  const key = await apiKey(database.db)
  expect(await statusOf({}, '203.0.113.7', { authorization: `Bearer ${key}` })).toBe(200)
  const reader = await apiKey(database.db, ['read'])
  expect(await statusOf({}, '10.0.0.1', { authorization: `Bearer ${reader}` })).toBe(403)
})

test('an address by any header that a client can know is not believed', async () => {
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-posthorn-client']) {
    expect(await statusOf({}, '203.0.113.7', { [name]: '10.0.0.1' })).toBe(401)
  }
})
