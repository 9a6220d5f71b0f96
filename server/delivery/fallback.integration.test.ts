import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { pushSubscriptions } from '#server/db/schema/users.ts'
import { applyFeedback } from '#server/feedback/apply.ts'
import type { FeedbackKind } from '#server/feedback/event.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  deliveryState,
  emailWorker,
  type FakeProvider,
  fakeProvider,
  fakePushProvider,
  jobsOf,
  orderWorkflow,
  pushWorker,
} from '#server/testing/delivering.ts'
import { type Delivery, pendingNotification, queuedDelivery } from '#server/testing/factories.ts'
import { userWith } from '#server/testing/recipients.ts'
import type { OutgoingPush } from './providers/provider.ts'

const MINUTE = 60_000
const endpoint = 'https://push.example.com/1'

let database: TestDatabase
let clock: ReturnType<typeof fixedClock>
let mail: FakeProvider
let browser: FakeProvider<OutgoingPush>
let userId: string

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  clock = fixedClock(new Date(Math.floor(Date.now() / 1000) * 1000))
  mail = fakeProvider('inbox')
  browser = fakePushProvider()
  await database.db.sql`truncate users, preferences, push_subscriptions, deliveries, attempts, notifications,
    delivery_contents, provider_events, graphile_worker._private_jobs`
  userId = await userWith(database.db, 'ada@example.com')
  const keys = { p256dh: 'p256dh', auth: 'auth' }
  await database.db.orm
    .insert(pushSubscriptions)
    .values({ id: newId(), userId, endpoint, ...keys, createdAt: clock.now() })
})

/** A push message due now, and the mail that stands in for it ten minutes later. */
async function pushThenMail(unless: 'delivered' | 'seen' = 'seen'): Promise<[Delivery, Delivery]> {
  const { db } = database
  const workflow = await orderWorkflow(db, { fallback: { unless, afterS: 600 } })
  const notification = await pendingNotification(db, { status: 'QUEUED', at: clock.now() })
  const common = { userId, category: 'orders', workflowId: workflow.id }
  const push = await queuedDelivery(db, notification, { ...common, channel: 'push', address: endpoint })
  const held = await queuedDelivery(db, notification, {
    ...{
      ...common,
      status: 'HELD',
      reason: 'fallback',
      dueAt: new Date(clock.now().getTime() + 10 * MINUTE),
    },
    fallback: { of: [push.id], unless, afterS: 600 },
  })
  return [push, held]
}

const deliver = async (...ids: string[]) => {
  await pushWorker(database.db, { clock, providers: [browser] }).deliver(ids)
  await emailWorker(database.db, { clock, providers: [mail] }).deliver(ids)
}
const stateOf = (delivery: Delivery) => deliveryState(database.db, delivery)
const told = ({ id }: Delivery, kind: FeedbackKind) =>
  applyFeedback(
    database.db,
    {
      ...{ id: newId(), provider: 'webpush', type: `push.${kind}`, kind, at: clock.now() },
      ...{ deliveryId: id, messageId: null, words: null },
    },
    clock.now(),
  )

test('a push message goes to the browser by its keys, rendered for the user', async () => {
  const [push] = await pushThenMail()
  await deliver(push.id)
  expect(browser.sent).toMatchObject([{ deliveryId: push.id, endpoint, p256dh: 'p256dh', auth: 'auth' }])
  expect(await stateOf(push)).toMatchObject({
    delivery: { status: 'SENT', provider: 'webpush' },
    content: { subject: 'Order 123 (1)', text: 'It is on its way.' },
  })
})

describe('the mail that stands in for a push message', () => {
  test('goes when that was not seen in its time', async () => {
    const [push, held] = await pushThenMail()
    await deliver(push.id, held.id)
    clock.advance(10 * MINUTE)
    await deliver(held.id)
    expect(mail.sent).toMatchObject([{ deliveryId: held.id }])
    expect((await stateOf(held)).notification.status).toBe('SENT')
  })

  test('is withheld at once when that was seen', async () => {
    const [push, held] = await pushThenMail()
    await deliver(push.id)
    await told(push, 'clicked')
    const state = await stateOf(held)
    expect(state.delivery).toMatchObject({ status: 'WITHHELD', reason: 'fallback_not_needed' })
    expect(state.notification.status).toBe('SENT')
    clock.advance(10 * MINUTE)
    await deliver(held.id)
    expect(mail.sent).toEqual([])
  })

  test('goes when that was delivered, but must be seen; not where delivered is enough', async () => {
    for (const [unless, sent] of [
      ['seen', 1],
      ['delivered', 0],
    ] as const) {
      const [push, held] = await pushThenMail(unless)
      mail.sent.length = 0
      await deliver(push.id)
      await told(push, 'delivered')
      clock.advance(10 * MINUTE)
      await deliver(held.id)
      expect(mail.sent).toHaveLength(sent)
    }
  })

  test('goes at once when that has failed for good', async () => {
    const [push, held] = await pushThenMail()
    browser.answers.push({ outcome: 'permanent', code: 'http_410', message: 'gone' })
    await deliver(push.id)
    expect(await jobsOf(database.db, held.id)).toMatchObject([{ task: 'notifications.email' }])
    await deliver(held.id)
    expect(mail.sent).toHaveLength(1)
    expect((await stateOf(held)).notification.status).toBe('PARTIAL')
  })

  test('goes at once when the browser has unsubscribed meanwhile', async () => {
    const [push, held] = await pushThenMail()
    await database.db.sql`delete from push_subscriptions`
    await deliver(push.id)
    expect((await stateOf(push)).delivery).toMatchObject({ status: 'WITHHELD', reason: 'no_address' })
    await deliver(held.id)
    expect(mail.sent).toHaveLength(1)
  })

  test('goes when its time from the first try is over, though that is still tried', async () => {
    const [push, held] = await pushThenMail()
    browser.answers.push({ outcome: 'transient', code: 'http_500', message: 'later' })
    browser.answers.push({ outcome: 'transient', code: 'http_500', message: 'later' })
    clock.advance(2 * MINUTE)
    await deliver(push.id)
    clock.advance(5 * MINUTE)
    await deliver(push.id)
    clock.advance(3 * MINUTE)
    await deliver(held.id)
    const { delivery } = await stateOf(held)
    expect(delivery).toMatchObject({ status: 'HELD', reason: 'fallback', leasedBy: null })
    expect(delivery.dueAt).toEqual(new Date(clock.now().getTime() + 2 * MINUTE))
    expect(await jobsOf(database.db, held.id)).toMatchObject([{ runAt: delivery.dueAt }])
    expect(mail.sent).toEqual([])
    clock.advance(2 * MINUTE)
    await deliver(held.id)
    expect((await stateOf(held)).delivery).toMatchObject({ status: 'SENT' })
  })

  test('is not sent when mail was switched off since, whatever became of the push message', async () => {
    const [push, held] = await pushThenMail()
    await deliver(push.id)
    await database.db
      .sql`insert into preferences (user_id, email_enabled, updated_at) values (${userId}, false, now())`
    clock.advance(10 * MINUTE)
    await deliver(held.id)
    expect((await stateOf(held)).delivery).toMatchObject({ status: 'WITHHELD', reason: 'channel_off' })
  })
})
