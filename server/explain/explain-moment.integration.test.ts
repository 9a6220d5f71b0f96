import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { explain } from './explain.ts'

// What came after the moment that is asked for has no part in it, nor what will be over by then.

let database: TestDatabase
const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
const deps = { settings, log: silent(), providers: { email: ['inbox'], push: ['webpush'] } }
const payload = { type: 'ORDER_CREATED', data: { order_id: 'A1', customer_email: 'ada@example.com' } }
const HOUR_S = 3600
const noon = new Date('2026-11-20T12:00:00Z')
const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.sql`truncate workflows, notifications, deliveries, digests, planned_lately,
    graphile_worker._private_jobs cascade`
})

/** The same order, planned so many minutes after noon. */
async function ordered(...minutes: number[]): Promise<void> {
  for (const minute of minutes) {
    const { id } = await pendingNotification(database.db, { payload, at: at(minute) })
    await planNotifications({ db: database.db, clock: fixedClock(at(minute)), log: silent(), settings }, [id])
  }
}

/** What would become of one more, planned then; asked half an hour after noon. */
async function asked(minute: number) {
  const ctx = { ...asMember(database.db), clock: fixedClock(at(30)) }
  const { deliveries, steps } = await explain(ctx, deps, { payload, at: at(minute) })
  const [made] = deliveries
  return { ...made, steps: steps.map(({ text }) => text) }
}

const REMEMBERED = expect.stringMatching(/^The moment has passed: /)

describe('a throttle', () => {
  test('counts at a past moment what was before it, and nothing after', async () => {
    await orderWorkflow(database.db, { throttle: { max: 2, perS: HOUR_S } })
    await ordered(0, 20)
    expect(await asked(10)).toMatchObject({ status: 'QUEUED' })
    expect((await asked(10)).steps).toContainEqual(expect.stringMatching(/and 1 went before it\.$/))
    expect(await asked(20)).toMatchObject({ status: 'WITHHELD', reason: 'throttled' })
    expect(await asked(30)).toMatchObject({ status: 'WITHHELD', reason: 'throttled' })
  })

  test('finds those of a past moment among many that came after', async () => {
    await orderWorkflow(database.db, { throttle: { max: 2, perS: HOUR_S } })
    await ordered(-70, -65)
    await ordered(0, 20)
    expect(await asked(-62)).toMatchObject({ status: 'WITHHELD', reason: 'throttled' })
  })

  test('counts at a future moment what will not be an hour old by then', async () => {
    await orderWorkflow(database.db, { throttle: { max: 2, perS: HOUR_S } })
    await ordered(0, 20)
    expect(await asked(59)).toMatchObject({ status: 'WITHHELD', reason: 'throttled' })
    expect(await asked(60)).toMatchObject({ status: 'QUEUED' })
  })
})

describe('a duplicate', () => {
  const duplicates = { windowS: HOUR_S, path: 'order_id' }

  test('is, at a past moment, of one before it', async () => {
    await orderWorkflow(database.db, { duplicates })
    await ordered(20)
    expect(await asked(10)).toMatchObject({ status: 'QUEUED' })
    expect(await asked(20)).toMatchObject({ status: 'WITHHELD', reason: 'duplicate' })
  })

  test('is found before one that came after the moment', async () => {
    await orderWorkflow(database.db, { duplicates: { ...duplicates, windowS: 15 * 60 } })
    await ordered(0, 20)
    expect(await asked(10)).toMatchObject({ status: 'WITHHELD', reason: 'duplicate' })
    expect(await asked(16)).toMatchObject({ status: 'QUEUED' })
  })

  test('is none at a future moment, when its window is over', async () => {
    await orderWorkflow(database.db, { duplicates })
    await ordered(20)
    expect(await asked(79)).toMatchObject({ reason: 'duplicate' })
    expect(await asked(80)).toMatchObject({ status: 'QUEUED' })
  })
})

describe('a digest', () => {
  const digest = { until: 'window' as const, windowS: HOUR_S }

  test('that was opened after a past moment is not joined at it', async () => {
    await orderWorkflow(database.db, { digest })
    await ordered(20)
    expect(await asked(10)).toMatchObject({ status: 'HELD', dueAt: at(70) })
    expect(await asked(20)).toMatchObject({ status: 'HELD', dueAt: at(80) })
  })

  test('that has closed since is joined at a past moment', async () => {
    await orderWorkflow(database.db, { digest: { ...digest, windowS: 15 * 60 } })
    await ordered(0)
    await database.db.sql`update digests set closed = true`
    expect(await asked(10)).toMatchObject({ dueAt: at(15) })
    expect(await asked(15)).toMatchObject({ dueAt: at(30) })
  })

  test('that was not full yet at a past moment is joined at it', async () => {
    await orderWorkflow(database.db, { digest })
    await ordered(0)
    await database.db.sql`update digests set count = 1000`
    expect(await asked(10)).toMatchObject({ dueAt: at(60) })
    expect(await asked(30)).toMatchObject({ dueAt: at(90) })
  })

  test('that collects now is closed by a future moment after it is due', async () => {
    await orderWorkflow(database.db, { digest })
    await ordered(20)
    expect(await asked(79)).toMatchObject({ dueAt: at(80) })
    expect(await asked(80)).toMatchObject({ dueAt: at(140) })
  })
})

test('of a past moment it says that only what is still remembered counts; of no other', async () => {
  await orderWorkflow(database.db, { throttle: { max: 2, perS: HOUR_S } })
  expect((await asked(10)).steps).toContainEqual(REMEMBERED)
  for (const minute of [30, 60]) expect((await asked(minute)).steps).not.toContainEqual(REMEMBERED)
  await database.db.sql`update workflows set throttle = null`
  expect((await asked(10)).steps).not.toContainEqual(REMEMBERED)
})
