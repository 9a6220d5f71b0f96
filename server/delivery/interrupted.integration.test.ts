import { EventEmitter } from 'node:events'
import { Logger as QueueLogger, run } from 'graphile-worker'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { enqueueDeliveries } from '#server/queue/enqueue.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  deliveryState,
  dueDelivery,
  emailWorker,
  type FakeProvider,
  fakeProvider,
  jobsOf,
  orderWorkflow,
} from '#server/testing/delivering.ts'
import { attempt, type Delivery, pendingNotification } from '#server/testing/factories.ts'
import { beat } from '#server/worker/heartbeat.ts'
import { releaseDeadWorker } from '#server/worker/release.ts'
import { settleInterrupted } from './interrupted.ts'
import type { ProviderAnswer } from './providers/provider.ts'
import { sweep } from './sweep.ts'

const MINUTE = 60_000
const quiet = new QueueLogger(() => () => undefined)

let database: TestDatabase
let clock: ReturnType<typeof fixedClock>

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  clock = fixedClock(new Date(Math.floor(Date.now() / 1000) * 1000))
  await database.db.sql`truncate deliveries, attempts, notifications, delivery_contents, workers,
    graphile_worker._private_jobs`
})

const queued = (columns: Parameters<typeof dueDelivery>[2] = {}) => dueDelivery(database.db, clock, columns)
const stateOf = (delivery: Delivery) => deliveryState(database.db, delivery)

/** A delivery in the middle of its call by the worker `w1`; `answer` lets the call end. */
async function midCall(
  name: FakeProvider['name'],
  columns: Parameters<typeof dueDelivery>[2] = {},
): Promise<{ delivery: Delivery; answer(what: ProviderAnswer): Promise<void> }> {
  const delivery = await queued(columns)
  const provider = fakeProvider(name)
  let finish: (answer: ProviderAnswer) => void = () => undefined
  const called = new Promise<void>((begun) => {
    provider.answers.push(() => {
      begun()
      return new Promise((resolve) => {
        finish = resolve
      })
    })
  })
  const job = emailWorker(database.db, { clock, providers: [provider] }).deliver([delivery.id])
  await called
  return {
    delivery,
    answer: async (what) => {
      finish(what)
      await job
    },
  }
}

const sent: ProviderAnswer = { outcome: 'sent', providerMessageId: 'late' }

describe('a worker that died in mid-call', () => {
  test('over SMTP: UNKNOWN, and nobody sends again', async () => {
    const { delivery } = await midCall('smtp')
    await releaseDeadWorker(database.db, 'w1', clock.now())
    const state = await stateOf(delivery)
    expect(state.delivery).toMatchObject({
      status: 'UNKNOWN',
      reason: 'interrupted',
      leasedBy: null,
      fingerprint: 'interrupted|order-created@3|example.com',
    })
    expect(state.delivery.reasonText).toMatch(/can't be known/)
    expect(state.notification.status).toBe('UNKNOWN')
    expect(state.attempts).toMatchObject([{ outcome: 'unknown', errorCode: 'interrupted' }])
    expect(await jobsOf(database.db, delivery.id)).toEqual([])
  })

  test.each(['resend', 'inbox'] as const)('over %s: sent again, with the same key', async (name) => {
    const { delivery } = await midCall(name)
    await releaseDeadWorker(database.db, 'w1', clock.now())
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'QUEUED', reason: 'interrupted' })
    expect(await jobsOf(database.db, delivery.id)).toHaveLength(1)
    const provider = fakeProvider(name)
    const next = emailWorker(database.db, { clock, providers: [provider], workerId: 'w2' })
    await next.deliver([delivery.id])
    expect(provider.sent).toMatchObject([{ deliveryId: delivery.id, subject: 'Order 123 (1)' }])
    expect(next.rendered).toEqual([])
    const state = await stateOf(delivery)
    expect(state.notification.status).toBe('SENT')
    expect(state.attempts.map(({ outcome }) => outcome)).toEqual(['unknown', 'sent'])
  })

  test('over SMTP where the workflow says so: sent again', async () => {
    const workflow = await orderWorkflow(database.db, { retry: { delaysS: [], onUnknown: 'resend' } })
    const { delivery } = await midCall('smtp', { workflowId: workflow.id })
    await releaseDeadWorker(database.db, 'w1', clock.now())
    expect((await stateOf(delivery)).delivery.status).toBe('QUEUED')
    expect(await jobsOf(database.db, delivery.id)).toHaveLength(1)
  })

  test('three times: sent again; the fourth time a person decides', async () => {
    const { delivery } = await midCall('inbox')
    await releaseDeadWorker(database.db, 'w1', clock.now())
    const found = [(await stateOf(delivery)).delivery.status]
    for (const number of [2, 3, 4]) {
      await database.db
        .sql`update deliveries set status = 'SENDING', leased_by = 'w1' where id = ${delivery.id}`
      await attempt(database.db, delivery, { number, outcome: 'sending', provider: 'inbox' })
      await releaseDeadWorker(database.db, 'w1', clock.now())
      found.push((await stateOf(delivery)).delivery.status)
    }
    expect(found).toEqual(['QUEUED', 'QUEUED', 'QUEUED', 'UNKNOWN'])
  })

  test('is found by its lease, if nobody knows of the worker', async () => {
    const { delivery } = await midCall('smtp')
    expect(await settleInterrupted(database.db, null, clock.now())).toBe(0)
    clock.advance(91_000)
    expect(await settleInterrupted(database.db, null, clock.now())).toBe(1)
    expect((await stateOf(delivery)).delivery.status).toBe('UNKNOWN')
  })
})

describe('an outcome that comes too late still counts', () => {
  test('after UNKNOWN', async () => {
    const { delivery, answer } = await midCall('smtp')
    await releaseDeadWorker(database.db, 'w1', clock.now())
    await answer(sent)
    const state = await stateOf(delivery)
    expect(state.delivery).toMatchObject({ status: 'SENT', providerMessageId: 'late', fingerprint: null })
    expect(state.notification).toMatchObject({ status: 'SENT', errorMessage: null })
    expect(state.attempts).toMatchObject([{ outcome: 'sent', errorCode: null, error: null }])
  })

  test('after it was queued again: then it is not sent twice', async () => {
    const workflow = await orderWorkflow(database.db, { retry: { delaysS: [], onUnknown: 'resend' } })
    const { delivery, answer } = await midCall('smtp', { workflowId: workflow.id })
    await releaseDeadWorker(database.db, 'w1', clock.now())
    await answer(sent)
    const next = fakeProvider('smtp')
    await emailWorker(database.db, { clock, providers: [next], workerId: 'w2' }).deliver([delivery.id])
    expect(next.sent).toEqual([])
    expect((await stateOf(delivery)).notification.status).toBe('SENT')
  })

  test('but not after a later attempt was made', async () => {
    const { delivery, answer } = await midCall('inbox')
    await releaseDeadWorker(database.db, 'w1', clock.now())
    const next = fakeProvider('inbox')
    await emailWorker(database.db, { clock, providers: [next], workerId: 'w2' }).deliver([delivery.id])
    await answer({ outcome: 'permanent', code: 'late', message: 'late' })
    expect((await stateOf(delivery)).delivery.status).toBe('SENT')
  })
})

test('what a dead worker had leased but never called is due again, at once', async () => {
  const delivery = await queued({ leasedBy: 'w1', leasedUntil: new Date(clock.now().getTime() + 5 * MINUTE) })
  const other = await queued({ leasedBy: 'w2', leasedUntil: new Date(clock.now().getTime() + 5 * MINUTE) })
  await releaseDeadWorker(database.db, 'w1', clock.now())
  expect((await stateOf(delivery)).delivery).toMatchObject({
    status: 'QUEUED',
    leasedBy: null,
    leasedUntil: null,
  })
  expect((await stateOf(other)).delivery.leasedBy).toBe('w2')
  expect(await jobsOf(database.db, delivery.id, other.id)).toMatchObject([{ ids: [delivery.id] }])
})

test('a worker that is asked to stop ends its call, begins no more, and leaves the rest due', async () => {
  const all = [await queued(), await queued(), await queued()]
  const provider = fakeProvider('smtp', 1)
  const one = emailWorker(database.db, { clock, providers: [provider] })
  let finish: (answer: ProviderAnswer) => void = () => undefined
  const called = new Promise<void>((begun) => {
    provider.answers.push(() => {
      begun()
      return new Promise((resolve) => {
        finish = resolve
      })
    })
  })
  const job = one.deliver(all.map(({ id }) => id))
  await called
  one.stop()
  finish(sent)
  await job
  await releaseDeadWorker(database.db, 'w1', clock.now())
  const [first] = provider.sent
  expect(provider.sent).toHaveLength(1)
  for (const delivery of all) {
    const wasSent = delivery.id === first?.deliveryId
    expect((await stateOf(delivery)).delivery).toMatchObject({
      status: wasSent ? 'SENT' : 'QUEUED',
      leasedBy: null,
    })
    expect(await jobsOf(database.db, delivery.id)).toHaveLength(wasSent ? 0 : 1)
  }
})

test('its jobs are unlocked by the pool they were locked by; twice is harmless', async () => {
  const delivery = await queued()
  await enqueueDeliveries(database.db.sql, 'email', [delivery.id])
  const poolIds: string[] = []
  const events = new EventEmitter()
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => poolIds.push(workerPool.id))
  let end: () => void = () => undefined
  const blocked = new Promise<void>((resolve) => {
    end = resolve
  })
  let begun = false
  const runner = await run({
    connectionString: database.url,
    noHandleSignals: true,
    events,
    logger: quiet,
    taskList: {
      'notifications.email': async () => {
        begun = true
        await blocked
      },
    },
  })
  await expect.poll(() => begun).toBe(true)
  await beat(database.db, { id: 'w1', host: 'here', poolIds, providers: {} })
  const [locked] = await jobsOf(database.db, delivery.id)
  expect(poolIds.length).toBeGreaterThan(0)
  expect(locked?.lockedBy).toBeTruthy()
  await releaseDeadWorker(database.db, 'w1', clock.now())
  expect(await jobsOf(database.db, delivery.id)).toMatchObject([{ lockedBy: null }])
  await releaseDeadWorker(database.db, 'w1', clock.now())
  await releaseDeadWorker(database.db, 'never heard of', clock.now())
  expect(await database.db.sql`select id from workers`).toEqual([])
  end()
  await runner.stop()
})

describe('losing the whole queue loses nothing', () => {
  test('what is due and what was never planned comes back; what is not yet due stays', async () => {
    const delivery = await queued()
    const notYet = await queued({ dueAt: new Date(clock.now().getTime() + 10 * MINUTE) })
    const pending = await pendingNotification(database.db, { at: clock.now() })
    await enqueueDeliveries(database.db.sql, 'email', [delivery.id])
    await database.db.sql`truncate graphile_worker._private_jobs`
    clock.advance(MINUTE / 2)
    expect(await sweep(database.db, clock.now())).toEqual({ planned: 0, due: 0, settled: 0, told: 0 })
    clock.advance(MINUTE)
    expect(await sweep(database.db, clock.now())).toEqual({ planned: 1, due: 1, settled: 0, told: 0 })
    expect(await jobsOf(database.db, delivery.id, notYet.id, pending.id)).toMatchObject([
      { task: 'notifications.plan', ids: [pending.id] },
      { task: 'notifications.email', ids: [delivery.id] },
    ])
    clock.advance(10 * MINUTE)
    expect(await sweep(database.db, clock.now())).toMatchObject({ due: 2 })
  })

  test('a lease that ran out before the call makes it due again', async () => {
    const delivery = await queued({
      leasedBy: 'w1',
      leasedUntil: new Date(clock.now().getTime() + 5 * MINUTE),
    })
    clock.advance(4 * MINUTE)
    expect(await sweep(database.db, clock.now())).toMatchObject({ due: 0 })
    clock.advance(2 * MINUTE)
    expect(await sweep(database.db, clock.now())).toMatchObject({ due: 1 })
    const provider = fakeProvider('smtp')
    await emailWorker(database.db, { clock, providers: [provider], workerId: 'w2' }).deliver([delivery.id])
    expect((await stateOf(delivery)).delivery.status).toBe('SENT')
  })

  test('a retry whose job was lost is made all the same', async () => {
    const delivery = await queued()
    const provider = fakeProvider('smtp')
    provider.answers.push({ outcome: 'transient', code: 'smtp_451', message: '451' })
    const one = emailWorker(database.db, { clock, providers: [provider] })
    await one.deliver([delivery.id])
    await database.db.sql`truncate graphile_worker._private_jobs`
    clock.advance(6 * MINUTE + 1)
    expect(await sweep(database.db, clock.now())).toMatchObject({ due: 1 })
    await one.deliver([delivery.id])
    expect((await stateOf(delivery)).notification.status).toBe('SENT')
  })

  test('several sweeps at once do no harm', async () => {
    const { delivery } = await midCall('smtp')
    clock.advance(2 * MINUTE)
    const found = await Promise.all([1, 2, 3].map(() => sweep(database.db, clock.now())))
    expect(found.reduce((sum, { settled }) => sum + settled, 0)).toBe(1)
    expect((await stateOf(delivery)).delivery.status).toBe('UNKNOWN')
  })
})
