import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import type { Actor, Context } from '#server/context.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { deliveries, deliveryContents } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { suppress } from '#server/suppressions/suppress.ts'
import { order, silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, fakeProvider, jobsOf, orderWorkflow } from '#server/testing/delivering.ts'
import {
  failedNotification,
  pendingNotification,
  queuedDelivery,
  recordedNotification,
  sentDelivery,
  sentNotification,
} from '#server/testing/factories.ts'
import { cancelNotification } from './cancel.ts'
import { planNotifications } from './plan.ts'
import { previewReplay, replayNotification } from './replay.ts'
import { retryNotification } from './retry.ts'

const ada: Actor = { kind: 'member', id: 'ada', name: 'Ada', role: 'admin' }
const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }

let database: TestDatabase
let clock: ReturnType<typeof fixedClock>

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  clock = fixedClock(new Date())
  await database.db.sql`truncate workflows`
})

const ctx = (actor: Actor = ada): Context => ({ db: database.db, clock, actor })
const deps = () => ({ settings, log: silent() })
const replay = (id: string, mode: 'sent' | 'today', actor?: Actor) =>
  replayNotification(ctx(actor), deps(), { id, mode })

async function stateOf(id: string) {
  const { orm } = database.db
  const [notification] = await orm.select().from(notifications).where(eq(notifications.id, id))
  const made = await orm
    .select()
    .from(deliveries)
    .where(eq(deliveries.notificationId, id))
    .orderBy(asc(deliveries.id))
  const audit = await orm.select().from(auditLog).where(eq(auditLog.targetId, id)).orderBy(asc(auditLog.id))
  return { notification, deliveries: made, audit }
}
const contentOf = async (deliveryId: string) => {
  const [row] = await database.db.orm
    .select()
    .from(deliveryContents)
    .where(eq(deliveryContents.deliveryId, deliveryId))
  if (!row) return null
  const { deliveryId: _, ...content } = row
  return content
}
const deliver = (ids: string[], provider = fakeProvider('inbox')) =>
  emailWorker(database.db, { clock, providers: [provider] }).deliver(ids)

describe('retry', () => {
  test('tries the same delivery again, due now, with a fresh count, and says who did it', async () => {
    const { notification, delivery } = await failedNotification(database.db)
    expect(await retryNotification(ctx(), { id: notification.id })).toEqual({ deliveries: 1 })
    const state = await stateOf(notification.id)
    expect(state.notification).toMatchObject({ status: 'QUEUED', errorMessage: null })
    expect(state.deliveries).toMatchObject([
      { id: delivery.id, status: 'QUEUED', triesUsed: 0, dueAt: clock.now(), fingerprint: null },
    ])
    expect(state.audit).toMatchObject([
      {
        actor: 'member:ada',
        actorName: 'Ada',
        action: 'notification.retry',
        detail: { deliveries: [delivery.id] },
      },
    ])
    expect(await jobsOf(database.db, delivery.id)).toHaveLength(1)
    const provider = fakeProvider('smtp')
    await deliver([delivery.id], provider)
    expect(provider.sent).toMatchObject([{ subject: 'Your order 123' }])
    expect((await stateOf(notification.id)).notification?.status).toBe('SENT')
  })

  test('leaves alone what was sent, and what a newer delivery has taken the place of', async () => {
    const { notification } = await failedNotification(database.db)
    await sentDelivery(database.db, notification, { address: 'bob@example.com' })
    await expect(retryNotification(ctx(), { id: notification.id })).rejects.toMatchObject({
      code: 'unprocessable',
      message: 'No delivery has failed.',
    })
    expect((await stateOf(notification.id)).audit).toEqual([])
  })

  test('twice at the same instant is once', async () => {
    const { notification } = await failedNotification(database.db)
    const both = await Promise.allSettled([1, 2].map(() => retryNotification(ctx(), { id: notification.id })))
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('replay as it was sent', () => {
  test('sends equal bytes in a new delivery', async () => {
    const { notification, delivery } = await sentNotification(database.db)
    const preview = await previewReplay(ctx(), deps(), { id: notification.id, mode: 'sent' })
    expect(preview).toMatchObject([{ channel: 'email', address: 'ada@example.com', status: 'QUEUED' }])
    expect(await replay(notification.id, 'sent')).toEqual({ deliveries: 1, status: 'QUEUED' })
    const state = await stateOf(notification.id)
    const copy = state.deliveries.at(-1)
    expect(copy).toMatchObject({
      status: 'QUEUED',
      replayOf: delivery.id,
      replayMode: 'sent',
      attemptCount: 0,
    })
    expect(state.notification?.status).toBe('QUEUED')
    expect(state.audit).toMatchObject([
      { action: 'notification.replay', detail: { mode: 'sent', deliveries: [copy?.id] } },
    ])
    const worker = emailWorker(database.db, { clock, providers: [fakeProvider('inbox')] })
    await worker.deliver([copy?.id ?? ''])
    expect(worker.rendered).toEqual([])
    expect(await contentOf(copy?.id ?? '')).toEqual(await contentOf(delivery.id))
    expect((await stateOf(notification.id)).notification?.status).toBe('SENT')
  })

  test('is refused where all of it would be withheld: what became of it stays', async () => {
    const { notification } = await sentNotification(database.db)
    const { id } = notification
    const only = { ...deps(), settings: { ...settings, allowTo: ['@ours.org'] } }
    expect(await previewReplay(ctx(), only, { id, mode: 'sent' })).toMatchObject([{ status: 'WITHHELD' }])
    await expect(replayNotification(ctx(), only, { id, mode: 'sent' })).rejects.toMatchObject({
      code: 'unprocessable',
      message: 'EMAIL_ALLOW_TO does not let mail go to this address.',
    })
    await orderWorkflow(database.db)
    await suppress(ctx(), { address: 'user@example.com' })
    await database.db
      .sql`update notifications set payload = ${JSON.stringify(order)}::text::jsonb where id = ${id}`
    await expect(replay(id, 'today')).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('Suppressed: '),
    })
    await database.db.sql`truncate suppressions`
    expect(await stateOf(id)).toMatchObject({ notification: { status: 'SENT' }, audit: [] })
    expect((await stateOf(id)).deliveries).toHaveLength(1)
  })

  test('is refused while it is on its way, and where nothing was ever sent', async () => {
    const recorded = await recordedNotification(database.db)
    await expect(replay(recorded.id, 'sent')).rejects.toMatchObject({ code: 'unprocessable' })
    const waiting = await pendingNotification(database.db, { status: 'QUEUED' })
    await queuedDelivery(database.db, waiting)
    await expect(replay(waiting.id, 'sent')).rejects.toMatchObject({ code: 'unprocessable' })
    await expect(replay(waiting.id, 'today')).rejects.toMatchObject({ code: 'unprocessable' })
  })
})

describe('replay with what holds today', () => {
  const orderSent = async () => {
    const { notification, delivery } = await sentNotification(database.db, {
      payload: { ...order, data: { ...order.data, customer_email: 'ada@example.com' } },
    })
    return { notification, delivery }
  }

  test('takes the changed workflow, and renders anew', async () => {
    const workflow = await orderWorkflow(database.db, {
      sender: 'Desk <desk@example.com>',
      templateKey: 'welcome',
    })
    const { notification, delivery } = await orderSent()
    const before = await stateOf(notification.id)
    const preview = await previewReplay(ctx(), deps(), { id: notification.id, mode: 'today' })
    expect(preview).toMatchObject([{ address: 'ada@example.com', status: 'QUEUED' }])
    expect(await stateOf(notification.id)).toEqual(before)
    expect(await replay(notification.id, 'today')).toEqual({ deliveries: 1, status: 'QUEUED' })
    const copy = (await stateOf(notification.id)).deliveries.at(-1)
    expect(copy).toMatchObject({
      workflowId: workflow.id,
      replayOf: delivery.id,
      replayMode: 'today',
      sender: 'Desk <desk@example.com>',
      templateKey: 'welcome',
      templateVersion: 2,
    })
    const provider = fakeProvider('inbox')
    await deliver([copy?.id ?? ''], provider)
    expect(provider.sent).toMatchObject([{ from: 'Desk <desk@example.com>', subject: 'Order 123 (1)' }])
  })

  test('sends what was only recorded, once somebody listens', async () => {
    const { id } = await recordedNotification(database.db, { payload: order })
    await expect(replay(id, 'today')).rejects.toMatchObject({
      code: 'unprocessable',
      message: 'No workflow listens to “ORDER_CREATED” from api.',
    })
    expect((await stateOf(id)).notification?.status).toBe('RECORDED')
    await orderWorkflow(database.db)
    expect(await replay(id, 'today')).toEqual({ deliveries: 1, status: 'QUEUED' })
    expect((await stateOf(id)).notification).toMatchObject({
      status: 'QUEUED',
      recipient: 'user@example.com',
    })
  })

  test('of more at once than the pool has connections comes to an end', async () => {
    await orderWorkflow(database.db)
    const made = await Promise.all(Array.from({ length: 20 }, orderSent))
    const done = await Promise.all(made.map(({ notification }) => replay(notification.id, 'today')))
    expect(done).toHaveLength(20)
  })
})

describe('cancel', () => {
  test('takes back what waits, even from a worker that has leased it', async () => {
    const notification = await pendingNotification(database.db, { status: 'QUEUED' })
    const delivery = await queuedDelivery(database.db, notification, {
      leasedBy: 'w1',
      leasedUntil: new Date(clock.now().getTime() + 60_000),
    })
    expect(await cancelNotification(ctx(), { id: notification.id })).toEqual({
      deliveries: 1,
      status: 'CANCELLED',
    })
    const provider = fakeProvider('inbox')
    await deliver([delivery.id], provider)
    expect(provider.sent).toEqual([])
    const state = await stateOf(notification.id)
    expect(state).toMatchObject({
      notification: { status: 'CANCELLED', statusReason: 'Cancelled by Ada.' },
      deliveries: [{ status: 'CANCELLED', reason: 'cancelled' }],
      audit: [{ action: 'notification.cancel', detail: { deliveries: 1 } }],
    })
    await expect(cancelNotification(ctx(), { id: notification.id })).rejects.toMatchObject({
      code: 'unprocessable',
    })
  })

  test('before planning: it is never planned', async () => {
    await orderWorkflow(database.db)
    const notification = await pendingNotification(database.db, { payload: order })
    await cancelNotification(ctx(), { id: notification.id })
    const planning = { db: database.db, clock, settings, log: silent() }
    expect(await planNotifications(planning, [notification.id])).toBe(0)
    expect(await stateOf(notification.id)).toMatchObject({
      notification: { status: 'CANCELLED' },
      deliveries: [],
    })
  })

  test('against a delivery at the same instant: sent or cancelled, never both', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const notification = await pendingNotification(database.db, { status: 'QUEUED' })
        return { notification, delivery: await queuedDelivery(database.db, notification) }
      }),
    )
    const provider = fakeProvider('inbox')
    const working = deliver(
      made.map(({ delivery }) => delivery.id),
      provider,
    )
    const cancelled = await Promise.allSettled(
      made.map(({ notification }) => cancelNotification(ctx(), { id: notification.id })),
    )
    await working
    for (const [i, { notification, delivery }] of made.entries()) {
      const wasSent = provider.sent.some(({ deliveryId }) => deliveryId === delivery.id)
      const expected = cancelled[i]?.status === 'fulfilled' ? 'CANCELLED' : 'SENT'
      expect(wasSent).toBe(expected === 'SENT')
      expect(await stateOf(notification.id)).toMatchObject({
        notification: { status: expected },
        deliveries: [{ status: expected }],
      })
    }
  })
})

describe('who may', () => {
  const reader: Actor = { kind: 'key', id: 'k', name: 'reader', scopes: ['read'] }
  const writer: Actor = { kind: 'key', id: 'k', name: 'shop', scopes: ['ingest'] }

  test('not a key without the scope', async () => {
    const { notification } = await failedNotification(database.db)
    const { id } = notification
    for (const refused of [
      retryNotification(ctx(reader), { id }),
      replay(id, 'sent', reader),
      cancelNotification(ctx(reader), { id }),
      previewReplay(ctx(writer), deps(), { id, mode: 'sent' }),
    ]) {
      await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect((await stateOf(id)).audit).toEqual([])
    expect(await retryNotification(ctx(writer), { id })).toEqual({ deliveries: 1 })
    expect((await stateOf(id)).audit).toMatchObject([{ actor: 'key:k', actorName: 'shop' }])
  })

  test('nobody, of what does not exist or is no id', async () => {
    const id = '01936f3e-0000-7000-8000-000000000000'
    for (const [given, code] of [
      [id, 'not_found'],
      ['abc', 'bad_input'],
    ] as const) {
      await expect(retryNotification(ctx(), { id: given })).rejects.toMatchObject({ code })
      await expect(replay(given, 'sent')).rejects.toMatchObject({ code })
      await expect(replay(given, 'today')).rejects.toMatchObject({ code })
      await expect(cancelNotification(ctx(), { id: given })).rejects.toMatchObject({ code })
    }
  })
})
