import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { cancelNotification } from '#server/notifications/cancel.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { setPreferences } from '#server/preferences/set.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, type FakeProvider, fakeProvider, orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { userWith } from '#server/testing/recipients.ts'

let database: TestDatabase
let provider: FakeProvider
let userId: string
const clock = fixedClock(new Date(`${new Date().toISOString().slice(0, 10)}T23:00:00Z`))

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  provider = fakeProvider('inbox')
  await database.db.sql`truncate workflows, users, preferences, deliveries, attempts, notifications, digests,
    delivery_contents, graphile_worker._private_jobs cascade`
  userId = await userWith(database.db, 'ada@example.com', { timezone: 'UTC' })
})

const choose = (change: Omit<Parameters<typeof setPreferences>[1], 'id'>) =>
  setPreferences({ ...asMember(database.db), clock }, { id: userId, ...change })

async function ordered(id: string): Promise<string> {
  const payload = { type: 'ORDER_CREATED', data: { order_id: id, customer_email: 'ada@example.com' } }
  const notification = await pendingNotification(database.db, { at: clock.now(), payload })
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  await planNotifications({ db: database.db, clock, log: silent(), settings }, [notification.id])
  return notification.id
}

async function deliverDue(): Promise<void> {
  const due = await database.db.sql<{ id: string }[]>`select id from deliveries
    where status in ('QUEUED', 'HELD') and due_at <= ${clock.now().toISOString()}::timestamptz`
  const render = async ({ data }: { data: Record<string, unknown> }) => {
    const orders = (data.items as { order_id: string }[]).map(({ order_id }) => order_id)
    return { subject: orders.join(' '), html: '', text: '', version: 2 }
  }
  await emailWorker(database.db, { clock, providers: [provider], render }).deliver(due.map(({ id }) => id))
}

const rows = () => database.db.sql`
  select n.payload->'data'->>'order_id' as order_id, d.status, d.reason, d.is_digest
  from deliveries d join notifications n on n.id = d.notification_id order by d.id`

test('nothing joins a digest whose first turned out not to be wanted', async () => {
  await orderWorkflow(database.db, { digest: { until: 'quiet_hours_end' } })
  await choose({ quietHours: { start: '22:00', end: '08:00' } })
  await ordered('1')
  await choose({ categories: { orders: { email: false } } })
  await deliverDue()
  expect(await rows()).toMatchObject([{ status: 'WITHHELD', reason: 'category_off' }])
  await choose({ categories: { orders: { email: true } } })
  await ordered('2')
  expect((await rows())[1]).toMatchObject({ order_id: '2', status: 'HELD', is_digest: true })
})

describe('a digest that may be on its way', () => {
  const window = { until: 'window' as const, windowS: 600 }
  const cancel = (id: string) => cancelNotification({ ...asMember(database.db), clock }, { id })
  const timeout = { outcome: 'transient' as const, code: 'timeout', message: 'no answer' }

  beforeEach(() => orderWorkflow(database.db, { digest: window }))

  test('is not sent again without its first: that stays in it, as the others do', async () => {
    const ids = [await ordered('1'), await ordered('2'), await ordered('3')]
    provider.answers.push(timeout)
    clock.advance(600_000)
    await deliverDue()
    for (const id of ids) await expect(cancel(id)).rejects.toMatchObject({ code: 'unprocessable' })
    clock.advance(300_000)
    await deliverDue()
    expect(provider.sent.map(({ subject }) => subject)).toEqual(['1 2 3', '1 2 3'])
    expect(new Set(provider.sent.map(({ deliveryId }) => deliveryId)).size).toBe(1)
  })

  test('is taken back where it is of one event alone', async () => {
    const id = await ordered('1')
    provider.answers.push(timeout)
    clock.advance(600_000)
    await deliverDue()
    expect(await cancel(id)).toEqual({ deliveries: 1, status: 'CANCELLED' })
    clock.advance(300_000)
    await deliverDue()
    expect(provider.sent).toHaveLength(1)
  })
})
