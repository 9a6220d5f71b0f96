import { afterAll, expect, test } from 'vitest'
import { createDatabase } from '#server/db/client.ts'
import { apiKey, appointment, awayDatabase, order, testApi } from '#server/testing/api.ts'
import { testDatabase } from '#server/testing/database.ts'

const away = awayDatabase()
const settings = () => ({ internalApiSecret: 'secret', alertEmail: null })
const api = testApi(away, 'secret', { settings })
afterAll(() => away.sql.end({ timeout: 1 }))

test.each([
  ['POST', '/webhook/events', appointment],
  ['POST', '/webhook/shop', appointment],
  ['POST', '/v1/notifications', order],
  ['POST', '/notify', { type: 'NOT_BUILT_IN', data: {} }],
  ['GET', '/v1/notifications/01936f3e-0000-7000-8000-000000000000', undefined],
])('%s %s is 503 and says when to come again', async (method, path, body) => {
  const { status, headers, body: answer } = await api.call(method, path, { body })
  expect({ status, again: headers.get('retry-after') }).toEqual({ status: 503, again: '5' })
  // Nor that nothing was stored: a commit whose answer was lost may stand.
  expect(JSON.stringify(answer)).toContain('nothing was promised')
  expect(headers.get('x-trace-id')).toBeTruthy()
})

test('an unknown key is 503 too: it may be a good one', async () => {
  const { status } = await api.call('POST', '/notify', { body: order, key: `ph_${'x'.repeat(43)}` })
  expect(status).toBe(503)
})

test('health tells it, and live does not ask', async () => {
  const live = await api.call('GET', '/healthcheck/live')
  expect(live).toMatchObject({ status: 200, body: { status: 'alive' } })
  const disconnected = { database: 'disconnected', worker: 'unknown' }
  expect(await api.call('GET', '/healthcheck/ready')).toMatchObject({
    status: 503,
    body: { status: 'not ready', detail: 'database disconnected', ...disconnected },
  })
  expect(await api.call('GET', '/health')).toMatchObject({
    status: 503,
    body: { status: 'degraded', ...disconnected },
  })
  expect(await api.call('GET', '/v1/health')).toMatchObject({
    status: 503,
    body: { success: false, error: 'unavailable', data: disconnected },
  })
  expect((await api.call('GET', '/health/db')).status).toBe(503)
})

test.each(['/healthcheck/ready', '/health', '/v1/health', '/health/db', '/health/queue'])(
  '%s says when to ask again',
  async (path) => {
    const { headers } = await api.call('GET', path)
    expect(headers.get('retry-after')).toBe('5')
  },
)

test('a database that comes back is used again, and what was refused is not there', async () => {
  const database = await testDatabase()
  const key = await apiKey(database.db)
  const pool = createDatabase({ url: database.url, schema: 'posthorn', applicationName: 'cut off', max: 2 })
  const known = testApi(pool, key)
  expect((await known.call('POST', '/webhook/events', { body: appointment })).status).toBe(200)
  const admin = new URL(database.url)
  const name = admin.pathname.slice(1)
  // As a restart of PostgreSQL would: every connection is ended in the middle of what it does.
  const locked = await database.db.sql.reserve()
  await locked`begin`
  await locked`lock table idempotency_keys in access exclusive mode`
  const headers = { 'Idempotency-Key': 'held' }
  const waiting = known.call('POST', '/webhook/events', { body: appointment, headers })
  await expect
    .poll(async () => {
      const [row] = await database.db.sql`select count(*)::int as n from pg_stat_activity
        where datname = ${name} and wait_event_type = 'Lock'`
      return row?.n
    })
    .toBe(1)
  await locked`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = ${name} and wait_event_type = 'Lock'`
  const refused = await waiting
  await locked`rollback`
  locked.release()
  expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringContaining('away') } })
  const [row] = await database.db.sql`select count(*)::int as n from notifications`
  expect(row?.n).toBe(1)
  expect((await known.call('POST', '/webhook/events', { body: appointment, headers })).status).toBe(200)
  await pool.sql.end({ timeout: 0 })
  await database.close()
})
