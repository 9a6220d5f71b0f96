import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { order } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, fakeProvider, jobsOf, orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { planDeps, planState } from '#server/testing/planning-jobs.ts'
import { cancelNotification } from './cancel.ts'
import { planNotifications } from './plan.ts'

let database: TestDatabase
const clock = fixedClock(new Date())

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.sql`truncate workflows, users, graphile_worker._private_jobs cascade`
})

const deps = () => planDeps(database.db, clock)
const stateOf = (id: string) => planState(database.db, id)

describe('its time', () => {
  const hour = 60 * 60_000
  const hence = (ms: number) => new Date(clock.now().getTime() + ms)

  test('scheduled: HELD until then, with a job for then; sent when it has come', async () => {
    await orderWorkflow(database.db)
    const scheduledAt = hence(hour)
    const notification = await pendingNotification(database.db, { payload: order, scheduledAt })
    await planNotifications(deps(), [notification.id])
    const state = await stateOf(notification.id)
    expect(state).toMatchObject({
      notification: { status: 'SCHEDULED', recipient: 'user@example.com' },
      deliveries: [{ status: 'HELD', reason: 'scheduled', dueAt: scheduledAt }],
    })
    const ids = state.deliveries.map(({ id }) => id)
    const jobs = await jobsOf(database.db, ...ids)
    expect(jobs).toMatchObject([{ task: 'notifications.email' }])
    const late = (jobs[0]?.runAt.getTime() ?? 0) - scheduledAt.getTime()
    expect(late).toBeGreaterThanOrEqual(0)
    expect(late).toBeLessThan(1000)
    const then = fixedClock(clock.now())
    const provider = fakeProvider('smtp')
    const worker = emailWorker(database.db, { clock: then, providers: [provider] })
    await worker.deliver(ids)
    expect(provider.sent).toEqual([])
    expect((await stateOf(notification.id)).notification?.status).toBe('SCHEDULED')
    then.advance(hour)
    await worker.deliver(ids)
    expect(provider.sent).toHaveLength(1)
    expect((await stateOf(notification.id)).notification?.status).toBe('SENT')
  })

  test('cancelled before then, it is never sent', async () => {
    await orderWorkflow(database.db)
    const notification = await pendingNotification(database.db, { payload: order, scheduledAt: hence(hour) })
    await planNotifications(deps(), [notification.id])
    const cancelled = await cancelNotification(asMember(database.db), { id: notification.id })
    expect(cancelled).toEqual({ deliveries: 1, status: 'CANCELLED' })
    const then = fixedClock(hence(2 * hour))
    const provider = fakeProvider('smtp')
    const ids = (await stateOf(notification.id)).deliveries.map(({ id }) => id)
    await emailWorker(database.db, { clock: then, providers: [provider] }).deliver(ids)
    expect(provider.sent).toEqual([])
  })

  test('held, with every provider away when it comes: waits as QUEUED', async () => {
    await orderWorkflow(database.db)
    const notification = await pendingNotification(database.db, { payload: order, scheduledAt: hence(hour) })
    await planNotifications(deps(), [notification.id])
    const ids = (await stateOf(notification.id)).deliveries.map(({ id }) => id)
    const provider = fakeProvider('smtp')
    provider.breaker = 'open'
    await emailWorker(database.db, { clock: fixedClock(hence(hour)), providers: [provider] }).deliver(ids)
    expect(await stateOf(notification.id)).toMatchObject({
      notification: { status: 'QUEUED' },
      deliveries: [{ status: 'QUEUED', reason: 'breaker_open' }],
    })
  })

  test('over before planning, before the first try or before the next: WITHHELD, with the reason', async () => {
    await orderWorkflow(database.db)
    const withheld = { status: 'WITHHELD', statusReason: expect.stringContaining('not to be sent after') }
    const over = await pendingNotification(database.db, { payload: order, expiresAt: hence(-1) })
    await planNotifications(deps(), [over.id])
    expect(await stateOf(over.id)).toMatchObject({
      notification: withheld,
      deliveries: [{ status: 'WITHHELD', reason: 'expired' }],
    })
    for (const tries of [0, 1]) {
      const notification = await pendingNotification(database.db, { payload: order, expiresAt: hence(hour) })
      await planNotifications(deps(), [notification.id])
      const ids = (await stateOf(notification.id)).deliveries.map(({ id }) => id)
      const then = fixedClock(clock.now())
      const provider = fakeProvider('smtp')
      provider.answers.push({ outcome: 'transient', code: 'smtp_451', message: '451' })
      const worker = emailWorker(database.db, { clock: then, providers: [provider] })
      if (tries > 0) await worker.deliver(ids)
      then.advance(hour)
      await worker.deliver(ids)
      expect(provider.sent).toHaveLength(tries)
      expect(await stateOf(notification.id)).toMatchObject({
        notification: withheld,
        deliveries: [{ status: 'WITHHELD', reason: 'expired', attemptCount: tries }],
      })
    }
  })
})
