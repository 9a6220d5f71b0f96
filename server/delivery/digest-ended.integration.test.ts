import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
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

async function ordered(id: string): Promise<void> {
  const payload = { type: 'ORDER_CREATED', data: { order_id: id, customer_email: 'ada@example.com' } }
  const notification = await pendingNotification(database.db, { at: clock.now(), payload })
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  await planNotifications({ db: database.db, clock, log: silent(), settings }, [notification.id])
}

async function deliverDue(): Promise<void> {
  const due = await database.db.sql<{ id: string }[]>`select id from deliveries
    where status in ('QUEUED', 'HELD') and due_at <= ${clock.now().toISOString()}::timestamptz`
  await emailWorker(database.db, { clock, providers: [provider] }).deliver(due.map(({ id }) => id))
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
