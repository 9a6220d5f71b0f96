import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { setPreferences } from '#server/preferences/set.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { jobsOf, orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { userWith } from '#server/testing/recipients.ts'
import { planNotifications } from './plan.ts'

let database: TestDatabase
const clock = fixedClock(new Date(`${new Date().toISOString().slice(0, 10)}T23:00:00Z`))

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('who removes their quiet hours while a plan is made by them waits for nothing', async () => {
  const { sql } = database.db
  const userId = await userWith(database.db, 'ada@example.com', { timezone: 'UTC' })
  const choose = (quietHours: { start: string; end: string } | null) =>
    setPreferences({ ...asMember(database.db), clock }, { id: userId, quietHours })
  await orderWorkflow(database.db, { throttle: { max: 5, perS: 60 } })
  await choose({ start: '22:00', end: '08:00' })
  const payload = { type: 'ORDER_CREATED', data: { order_id: '1', customer_email: 'ada@example.com' } }
  const notification = await pendingNotification(database.db, { at: clock.now(), payload })
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  // The planner has read the preferences when it waits for this table.
  const planning = await sql.begin(async (tx) => {
    await tx`lock table planned_lately in access exclusive mode`
    const planned = planNotifications({ db: database.db, clock, log: silent(), settings }, [notification.id])
    for (let waits = 0; waits === 0; ) {
      const rows =
        await tx`select 1 from pg_locks where not granted and relation = 'planned_lately'::regclass`
      waits = rows.length
    }
    await choose(null)
    return { planned }
  })
  await planning.planned
  const [made] = await sql<{ id: string; due_at: string }[]>`select id, due_at from deliveries`
  expect(new Date(made?.due_at ?? 0)).toEqual(clock.now())
  expect(await jobsOf(database.db, made?.id ?? '')).toHaveLength(2)
})
