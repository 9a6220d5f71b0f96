import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import type { deliveries } from '#server/db/schema/deliveries.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { pendingNotification, queuedDelivery } from '#server/testing/factories.ts'
import { countTraffic } from './count.ts'
import { trafficOf } from './of.ts'

const clock = fixedClock('2026-11-21T12:20:00Z')
const HOUR = 60 * 60 * 1000
const daily = { daily: true }
const hourly = { daily: false }
const workflowId = newId()

let database: TestDatabase
let templateKey: string

beforeAll(async () => {
  database = await testDatabase()
  await database.db.sql`select make_partitions(1, ${clock.now().toISOString()}::timestamptz)`
  await database.db.sql`select make_partitions(1, '2026-10-15'::timestamptz)`
})
afterAll(() => database.close())
beforeEach(async () => {
  templateKey = `template-${newId()}`
  await database.db.sql`truncate template_traffic, workflow_traffic, deliveries`
})

async function deliver(hoursAgo: number, columns: Partial<typeof deliveries.$inferInsert>) {
  const at = new Date(clock.now().getTime() - hoursAgo * HOUR)
  const of = await pendingNotification(database.db, { at })
  return queuedDelivery(database.db, of, { templateKey, templateVersion: 1, ...columns })
}
const count = (by: typeof hourly, at = clock) => countTraffic(database.db, at, by)
const ofTemplate = async () => {
  const found = await trafficOf({ db: database.db, clock }, 'template', [templateKey])
  return found.get(templateKey)
}
const ofWorkflow = async (id = workflowId) =>
  (await trafficOf({ db: database.db, clock }, 'workflow', [id])).get(id)

test('what is sent is counted by the hour, and live since the last whole one', async () => {
  await deliver(29 * 24, { status: 'SENT' })
  await deliver(40, { status: 'SENT' })
  await deliver(40, { status: 'BOUNCED' })
  await deliver(2, { status: 'FAILED' })
  await deliver(2, { status: 'QUEUED' })
  await deliver(2, { status: 'SENT', templateVersion: -1 })
  await deliver(0.1, { status: 'SENT' })
  expect(await count(daily)).toEqual({ hours: 31 * 24 })
  expect(await ofTemplate()).toEqual({ sent: 3, failed: 2 })
})

test('of each workflow by itself, whatever template it sends', async () => {
  const other = newId()
  await deliver(5, { status: 'SENT', workflowId })
  await deliver(5, { status: 'DELIVERED', workflowId, templateKey: 'another' })
  await deliver(5, { status: 'FAILED', workflowId: other })
  await deliver(5, { status: 'SENT' })
  await deliver(0.1, { status: 'SENT', workflowId, channel: 'push' })
  await count(hourly)
  expect([await ofWorkflow(), await ofWorkflow(other)]).toEqual([
    { sent: 3, failed: 0 },
    { sent: 0, failed: 1 },
  ])
  expect(await ofTemplate()).toEqual({ sent: 3, failed: 1 })
  expect(await ofWorkflow(newId())).toBeUndefined()
})

test('what a digest collected counts once, with the message that goes out', async () => {
  const first = await deliver(5, { status: 'SENT', workflowId, isDigest: true })
  await deliver(5, { status: 'SENT', workflowId, digestOf: first.id })
  await deliver(0.1, { status: 'SENT', workflowId, digestOf: first.id })
  await count(hourly)
  expect([await ofTemplate(), await ofWorkflow()]).toEqual([
    { sent: 1, failed: 0 },
    { sent: 1, failed: 0 },
  ])
})

test('it is counted again where something became of it later, as often as one likes', async () => {
  const late = await deliver(200, { status: 'SENT', workflowId })
  await deliver(2, { status: 'SENT', workflowId })
  await count(daily)
  await database.db.sql`update deliveries set status = 'BOUNCED' where id = ${late.id}`
  await Promise.all([1, 2, 3].map(() => count(daily)))
  expect(await ofTemplate()).toEqual({ sent: 1, failed: 1 })
  expect(await ofWorkflow()).toEqual({ sent: 1, failed: 1 })
})

test('what quiet hours held over the night is counted in the hour after it went out', async () => {
  const held = await deliver(11, { status: 'HELD', workflowId })
  await count(hourly)
  await database.db.sql`update deliveries set status = 'SENT' where id = ${held.id}`
  await count(hourly)
  expect(await ofWorkflow()).toEqual({ sent: 1, failed: 0 })
})

test('what a delay held for weeks is counted within a day after it went out', async () => {
  const delayed = await deliver(20 * 24, { status: 'HELD', workflowId })
  await count(daily)
  await database.db.sql`update deliveries set status = 'SENT' where id = ${delayed.id}`
  await count(daily)
  expect(await ofWorkflow()).toEqual({ sent: 1, failed: 0 })
})

test('it is caught up with after the cron stood still', async () => {
  await deliver(50, { status: 'SENT' })
  await count(hourly, fixedClock(new Date(clock.now().getTime() - 49 * HOUR)))
  await deliver(30, { status: 'SENT' })
  await deliver(5, { status: 'FAILED' })
  expect(await ofTemplate()).toEqual({ sent: 1, failed: 0 })
  await count(hourly)
  expect(await ofTemplate()).toEqual({ sent: 2, failed: 1 })
  expect(await count(hourly)).toEqual({ hours: 24 })
})
