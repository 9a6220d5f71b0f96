import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { failedNotification, pendingNotification, queuedDelivery } from '#server/testing/factories.ts'
import { beat } from '#server/worker/heartbeat.ts'

let database: TestDatabase
let api: TestApi

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, null)
})
afterEach(() => database.db.sql`delete from workers`)
afterAll(() => database.close())

const worker = (state: string, id = 'w1') =>
  beat(database.db, { id, host: 'here', poolIds: [], providers: { inbox: state } })

test('without a worker it is not ready', async () => {
  expect(await api.call('GET', '/healthcheck/ready')).toMatchObject({ status: 503 })
  const { body } = await api.call('GET', '/healthcheck/ready/')
  expect(body).toEqual({
    status: 'not ready',
    detail: 'worker not started',
    database: 'connected',
    worker: 'stopped',
  })
})

test('with a fresh heartbeat it is, with an old one no longer', async () => {
  await worker('ok')
  const ready = await api.call('GET', '/healthcheck/ready')
  expect(ready).toMatchObject({ status: 200 })
  expect(ready.body).toEqual({ status: 'ready', database: 'connected', worker: 'started' })
  await database.db.sql`update workers set heartbeat_at = now() - interval '9 s'`
  expect((await api.call('GET', '/healthcheck/ready')).status).toBe(503)
})

test('the whole picture counts the queue and tells the worst of a provider', async () => {
  const notification = await pendingNotification(database.db)
  await queuedDelivery(database.db, notification)
  await queuedDelivery(database.db, notification, { dueAt: new Date(Date.now() + 60_000) })
  await failedNotification(database.db)
  await worker('ok')
  const picture = { database: 'connected', worker: 'started', queue: { ready: 1, scheduled: 1, dead: 1 } }
  expect((await api.call('GET', '/health')).body).toEqual({
    status: 'ok',
    ...picture,
    providers: { inbox: 'ok' },
  })
  await worker('open', 'w2')
  await worker('half-open', 'w3')
  const degraded = { status: 'degraded', ...picture, providers: { inbox: 'open' } }
  expect(await api.call('GET', '/health')).toMatchObject({ status: 200, body: degraded })
  const { status, body } = await api.call('GET', '/v1/health')
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { success: true, data: degraded, meta: { total: 1 } },
  })
})

test('live and ready carry no trace_id in their bodies, healthcheck does', async () => {
  const { body, headers } = await api.call('GET', '/healthcheck')
  expect(body).toEqual({ status: 'ok', trace_id: headers.get('x-trace-id') })
  for (const path of ['/healthcheck/live', '/healthcheck/ready']) {
    expect((await api.call('GET', path)).body).not.toHaveProperty('trace_id')
  }
})
