import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { setPreferences } from '#server/preferences/set.ts'
import type { RenderEmail } from '#server/rendering/render-email.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  deliveryState,
  dueDelivery,
  emailWorker,
  type FakeProvider,
  fakeProvider,
  jobsOf,
} from '#server/testing/delivering.ts'
import { asMember, type Delivery } from '#server/testing/factories.ts'
import { userWith } from '#server/testing/recipients.ts'
import { updateUser } from '#server/users/update.ts'
import type { ProviderAnswer } from './providers/provider.ts'

const transient: ProviderAnswer = { outcome: 'transient', code: 'smtp_451', message: '451 try later' }
const nights = { start: '22:00', end: '08:00' }

let database: TestDatabase
let clock: ReturnType<typeof fixedClock>
let smtp: FakeProvider
let userId: string

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  smtp = fakeProvider('smtp')
  await database.db
    .sql`truncate users, preferences, address_preferences, suppressions, deliveries, attempts, notifications,
    delivery_contents, graphile_worker._private_jobs cascade`
  userId = await userWith(database.db, 'ada@example.com', { timezone: 'Africa/Lagos' })
})

/** Of today and, with `day` 1, of tomorrow, in UTC: there are partitions for both. Lagos is an hour ahead all year. */
const instant = (time: string, day = 0) => {
  const date = new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10)
  return new Date(`${date}T${time}:00Z`)
}
const at = (time: string) => {
  clock = fixedClock(instant(time))
}
const ctx = () => ({ ...asMember(database.db), clock })
const choose = (change: Omit<Parameters<typeof setPreferences>[1], 'id'>) =>
  setPreferences(ctx(), { id: userId, ...change })
const due = (columns: Parameters<typeof dueDelivery>[2] = {}) =>
  dueDelivery(database.db, clock, { userId, category: 'orders', ...columns })
const deliver = ({ id }: Delivery, render?: RenderEmail) =>
  emailWorker(database.db, { clock, providers: [smtp], ...(render && { render }) }).deliver([id])
const stateOf = (delivery: Delivery) => deliveryState(database.db, delivery)

/** Due in the middle of the night, in Berlin: held until the morning. */
async function heldUntilMorning(): Promise<Delivery> {
  at('23:00')
  await choose({ quietHours: nights })
  const delivery = await due()
  await deliver(delivery)
  const state = await stateOf(delivery)
  expect(state.delivery).toMatchObject({
    ...{ status: 'HELD', reason: 'quiet_hours', dueAt: instant('07:00', 1), leasedBy: null },
    reasonText: expect.stringContaining('08:00 (Africa/Lagos)'),
  })
  expect(state.notification.status).toBe('SCHEDULED')
  expect(await jobsOf(database.db, delivery.id)).toMatchObject([{ runAt: instant('07:00', 1) }])
  return delivery
}

describe('what quiet hours hold', () => {
  test('goes when they end', async () => {
    const delivery = await heldUntilMorning()
    clock.advance(8 * 3_600_000)
    await deliver(delivery)
    expect(await stateOf(delivery)).toMatchObject({
      delivery: { status: 'SENT', reason: null },
      notification: { status: 'SENT' },
    })
  })

  test('is withheld when its category was switched off meanwhile', async () => {
    const delivery = await heldUntilMorning()
    await choose({ categories: { orders: { email: false } } })
    await deliver(delivery)
    expect(await stateOf(delivery)).toMatchObject({
      delivery: { status: 'WITHHELD', reason: 'category_off' },
      notification: { status: 'WITHHELD' },
      attempts: [],
    })
    expect(smtp.sent).toEqual([])
  })

  test('goes at once when they are removed', async () => {
    const delivery = await heldUntilMorning()
    await choose({ quietHours: null })
    expect((await stateOf(delivery)).delivery.dueAt).toEqual(clock.now())
    expect(await jobsOf(database.db, delivery.id)).toHaveLength(2)
    await deliver(delivery)
    expect(smtp.sent).toHaveLength(1)
  })

  test('goes by the clock of the zone that the user moved to', async () => {
    const delivery = await heldUntilMorning()
    await updateUser(ctx(), { user_id: userId, timezone: 'America/Los_Angeles' })
    await deliver(delivery)
    expect(smtp.sent).toHaveLength(1)
  })

  test('is held anew when they last longer', async () => {
    const delivery = await heldUntilMorning()
    await choose({ quietHours: { start: '22:00', end: '10:00' } })
    await deliver(delivery)
    expect((await stateOf(delivery)).delivery).toMatchObject({
      status: 'HELD',
      dueAt: instant('09:00', 1),
    })
  })

  test('is withheld when it expires before they end', async () => {
    at('23:00')
    await choose({ quietHours: nights })
    const delivery = await due({ expiresAt: instant('07:00', 1) })
    await deliver(delivery)
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'WITHHELD', reason: 'expired' })
  })
})

describe('what waits for a retry', () => {
  async function waitingForRetry(): Promise<Delivery> {
    at('20:55')
    const delivery = await due()
    smtp.answers.push(transient)
    await deliver(delivery)
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'QUEUED', attemptCount: 1 })
    return delivery
  }
  const retryComes = async (delivery: Delivery) => {
    clock.advance(5 * 60_000)
    await deliver(delivery)
  }

  test('is withheld when its category was switched off meanwhile', async () => {
    const delivery = await waitingForRetry()
    await choose({ categories: { orders: { email: false } } })
    await retryComes(delivery)
    expect(await stateOf(delivery)).toMatchObject({
      delivery: { status: 'WITHHELD', reason: 'category_off' },
      attempts: [{ outcome: 'transient' }],
    })
  })

  test('is withheld when the channel was switched off meanwhile', async () => {
    const delivery = await waitingForRetry()
    await choose({ emailEnabled: false })
    await retryComes(delivery)
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'WITHHELD', reason: 'channel_off' })
  })

  test('is held until quiet hours end that begin meanwhile, and then sent as it was', async () => {
    const delivery = await waitingForRetry()
    await choose({ quietHours: nights })
    clock.advance(5 * 60_000)
    await retryComes(delivery)
    expect((await stateOf(delivery)).delivery).toMatchObject({
      status: 'HELD',
      reason: 'quiet_hours',
      dueAt: instant('07:00', 1),
    })
    clock.advance(10 * 3_600_000)
    await deliver(delivery)
    expect(smtp.sent).toHaveLength(2)
    expect(smtp.sent[1]).toEqual(smtp.sent[0])
  })

  test.each([{ critical: true }, { category: 'security' }])(
    'goes at night when it is %j',
    async (columns) => {
      at('23:00')
      await choose({ quietHours: nights, emailEnabled: columns.category === undefined })
      await deliver(await due(columns))
      expect(smtp.sent).toHaveLength(1)
    },
  )
})

describe('a choice made between the look and the call', () => {
  const rendered = { subject: 's', html: 'h', text: 't', version: 1 }

  test.each<[string, () => Promise<unknown>, string]>([
    ['of no such mail', () => choose({ categories: { orders: { email: false } } }), 'WITHHELD'],
    ['of quiet hours', () => choose({ quietHours: nights }), 'HELD'],
    [
      'of another zone, where it is night',
      () => updateUser(ctx(), { user_id: userId, timezone: 'Asia/Tokyo' }),
      'HELD',
    ],
    ['that changes nothing for it', () => choose({ pushEnabled: false }), 'SENT'],
  ])('%s is obeyed', async (name, change, status) => {
    at(name === 'of quiet hours' ? '23:00' : '15:00')
    if (name !== 'of quiet hours') await choose({ quietHours: nights })
    const delivery = await due()
    let changed = false
    await deliver(delivery, async () => {
      if (!changed) await change()
      changed = true
      return rendered
    })
    expect((await stateOf(delivery)).delivery.status).toBe(status)
    expect(smtp.sent).toHaveLength(status === 'SENT' ? 1 : 0)
  })

  test('by the link in a mail, of somebody who is no user, is obeyed', async () => {
    at('15:00')
    const delivery = await due({ userId: null, category: 'product' })
    await deliver(delivery, async () => {
      await database.db.sql`insert into address_preferences (address, off, updated_at)
        values ('ada@example.com', '{product}', now()) on conflict do nothing`
      return rendered
    })
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'WITHHELD', reason: 'unsubscribed' })
    expect(smtp.sent).toEqual([])
  })

  test('again and again makes it wait for a moment, not for ever', async () => {
    at('15:00')
    const delivery = await due()
    let on = false
    await deliver(delivery, async () => {
      on = !on
      await choose({ pushEnabled: on })
      return rendered
    })
    expect((await stateOf(delivery)).delivery).toMatchObject({
      ...{ status: 'QUEUED', leasedBy: null },
      ...{ reason: 'looked_again', reasonText: 'What it depends on was changing; it is looked at again.' },
    })
    clock.advance(15_000)
    await deliver(delivery)
    expect(smtp.sent).toHaveLength(1)
  })

  test('while it is put back: it is due at once, not when the old quiet hours end', async () => {
    at('23:00')
    await choose({ quietHours: nights })
    const delivery = await due()
    const worker = emailWorker(database.db, { clock, providers: [smtp] })
    await Promise.all([worker.deliver([delivery.id]), choose({ quietHours: null })])
    await worker.deliver([delivery.id])
    expect((await stateOf(delivery)).delivery.status).toBe('SENT')
  })
})

test('who unsubscribed from all gets what carries no link, as the category says today', async () => {
  at('15:00')
  await database.db.sql`insert into suppressions (id, channel, address, reason, created_at)
    values (gen_random_uuid(), 'email', 'ada@example.com', 'unsubscribed', now())`
  const [order, news, old] = [await due(), await due({ category: 'product' }), await due({ category: null })]
  for (const one of [order, news, old]) await deliver(one)
  expect((await stateOf(order)).delivery.status).toBe('SENT')
  expect((await stateOf(news)).delivery).toMatchObject({ status: 'WITHHELD', reason: 'unsubscribed' })
  // No template of this key tells its category: as an unknown one.
  expect((await stateOf(old)).delivery.status).toBe('WITHHELD')
})
