import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { kafkaConsumers, kafkaOffsets } from '#server/db/schema/kafka.ts'
import { apiKey, awayDatabase, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { failedNotification } from '#server/testing/factories.ts'

let database: TestDatabase
let key: string
let api: TestApi
beforeAll(async () => {
  database = await testDatabase()
  key = await apiKey(database.db, ['ingest', 'read'])
  api = testApi(database.db, key)
})
afterAll(() => database.close())

const scrape = async (
  options: { from?: string; key?: string | null; headers?: Record<string, string> } = {},
  token: string | null = null,
) => {
  const one = testApi(database.db, null, { settings: () => ({ metricsToken: token }) })
  const { status, headers, body } = await one.call('GET', '/metrics', { from: '127.0.0.1', ...options })
  return { status, type: headers.get('content-type'), text: String(body.text ?? '') }
}

test('this machine may scrape, others need a key that may read, or the token', async () => {
  const other = { from: '10.0.0.7' }
  expect((await scrape()).status).toBe(200)
  expect((await scrape({ from: '::1' })).status).toBe(200)
  expect((await scrape(other)).status).toBe(401)
  expect((await scrape({ ...other, key })).status).toBe(200)
  expect((await scrape({ ...other, key: await apiKey(database.db, ['ingest']) })).status).toBe(403)
  const token = 'only-for-prometheus'
  const bearer = { authorization: `Bearer ${token}` }
  expect((await scrape({ ...other, headers: bearer }, token)).status).toBe(200)
  expect((await scrape({ ...other, headers: { authorization: 'Bearer wrong' } }, token)).status).toBe(401)
  expect((await scrape({ ...other, headers: bearer })).status).toBe(401)
  // Wrong credentials are wrong, from wherever they come.
  expect((await scrape({ headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
})

test('requests are counted by route and status, never by what callers make up', async () => {
  await api.call('GET', '/order/never-seen-1/latest')
  await api.call('GET', '/nothing/like/this')
  const { type, text } = await scrape()
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(text).toMatch(
    /^posthorn_http_request_duration_seconds_count\{method="GET",route="\/order\/:order_id\/latest",status="404"\} \d+$/m,
  )
  expect(text).toMatch(
    /_bucket\{method="GET",route="\/order\/:order_id\/latest",status="404",le="\+Inf"\} \d+$/m,
  )
  expect(text).toMatch(/route="none",status="404"/)
  expect(text).not.toMatch(/never-seen|nothing\/like/)
  expect(text).toMatch(/^process_cpu_seconds_total \d/m)
})

test('what was accepted is counted, and what waits', async () => {
  const accepted = async () =>
    Number(/^posthorn_ingest_accepted_total (\d+)$/m.exec((await scrape()).text)?.[1])
  const before = await accepted()
  const body = { event_type: 'SOMETHING', order_id: '1' }
  expect((await api.call('POST', '/send-notification', { body })).status).toBe(201)
  expect(await accepted()).toBe(before + 1)
  await failedNotification(database.db)
  const { text } = await scrape()
  expect(text).toMatch(/^posthorn_database_up 1$/m)
  expect(text).toMatch(/^posthorn_deliveries_waiting\{state="dead"\} 1$/m)
  expect(text).toMatch(/^posthorn_attempts_last_minute\{provider="smtp",outcome="permanent"\} 1$/m)
})

test('Kafka: how far each partition is, as long as somebody reads it, and who does', async () => {
  const now = new Date()
  const offset = { groupId: 'g', partition: 0, nextOffset: 40, endOffset: 100, updatedAt: now }
  await database.db.orm.insert(kafkaOffsets).values([
    { ...offset, topic: 'orders', topicId: newId(), updatedAt: new Date(now.getTime() - 1000) },
    { ...offset, topic: 'orders', topicId: newId(), nextOffset: 70 },
    { ...offset, topic: 'deleted', topicId: newId() },
  ])
  const consumer = { groupId: 'g', error: null, partitions: ['orders/0'], stored: 70, perSecond: 12 }
  await database.db.orm.insert(kafkaConsumers).values([
    { ...consumer, workerId: 'alive', state: 'running', heartbeatAt: now },
    { ...consumer, workerId: 'dead', state: 'running', heartbeatAt: new Date(now.getTime() - 60_000) },
  ])
  const { text } = await scrape()
  expect(text).toMatch(/^posthorn_kafka_lag\{topic="orders",partition="0"\} 30$/m)
  expect(text).toMatch(/^posthorn_kafka_next_offset\{topic="orders",partition="0"\} 70$/m)
  expect(text).toMatch(/^posthorn_kafka_messages_per_second\{worker="alive"\} 12$/m)
  expect(text).not.toMatch(/topic="deleted"|worker="dead"/)
  const health = await api.call('GET', '/health')
  expect(health.body).toMatchObject({ kafka: 'connected' })
  await database.db.sql`update kafka_consumers set state = 'failing' where worker_id = 'alive'`
  expect((await api.call('GET', '/health')).body).toMatchObject({ status: 'degraded', kafka: 'failing' })
  await database.db.sql`update kafka_consumers set heartbeat_at = now() - interval '9 s'`
  expect((await api.call('GET', '/health')).body).toMatchObject({ kafka: 'stopped' })
})

test('with the database away it says so, and what the process knows', async () => {
  const away = awayDatabase()
  const { status, body } = await testApi(away, null).call('GET', '/metrics', { from: '127.0.0.1' })
  expect(status).toBe(200)
  expect(body.text).toMatch(/^posthorn_database_up 0$/m)
  expect(body.text).toMatch(/^process_cpu_seconds_total/m)
  await away.sql.end({ timeout: 1 })
})
