import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { setPreferences } from '#server/preferences/set.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { jobsOf, orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { userWith } from '#server/testing/recipients.ts'
import { updateUser } from '#server/users/update.ts'
import { planNotifications } from './plan.ts'

let database: TestDatabase
const clock = fixedClock(new Date(`${new Date().toISOString().slice(0, 10)}T23:00:00Z`))

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }

/** Plans an order of the user's, who does `act` when the planner has read what it plans by. */
async function planMeanwhile(payload: object, act: () => Promise<unknown>): Promise<void> {
  const { sql } = database.db
  const notification = await pendingNotification(database.db, { at: clock.now(), payload: { ...payload } })
  // The planner has read the users when it waits for this table.
  const planning = await sql.begin(async (tx) => {
    await tx`lock table planned_lately in access exclusive mode`
    const planned = planNotifications({ db: database.db, clock, log: silent(), settings }, [notification.id])
    for (let waits = 0; waits === 0; ) {
      const rows =
        await tx`select 1 from pg_locks where not granted and relation = 'planned_lately'::regclass`
      waits = rows.length
    }
    await act()
    return { planned }
  })
  await planning.planned
}

test('who removes their quiet hours while a plan is made by them waits for nothing', async () => {
  const { sql } = database.db
  const userId = await userWith(database.db, 'ada@example.com', { timezone: 'UTC' })
  const choose = (quietHours: { start: string; end: string } | null) =>
    setPreferences({ ...asMember(database.db), clock }, { id: userId, quietHours })
  await orderWorkflow(database.db, { throttle: { max: 5, perS: 60 } })
  await choose({ start: '22:00', end: '08:00' })
  const payload = { type: 'ORDER_CREATED', data: { order_id: '1', customer_email: 'ada@example.com' } }
  await planMeanwhile(payload, () => choose(null))
  const [made] = await sql<{ id: string; due_at: string }[]>`select id, due_at from deliveries`
  expect(new Date(made?.due_at ?? 0)).toEqual(clock.now())
  expect(await jobsOf(database.db, made?.id ?? '')).toHaveLength(2)
})

test.each([{ by: 'quiet hours' }, { by: 'a delay', delayS: 3_600 }])(
  'who changes their e-mail address while a plan is made by it gets what is held by $by at the new one',
  async ({ delayS }) => {
    const { sql } = database.db
    await sql`truncate users, deliveries, workflows, audit_log cascade`
    const ctx = { ...asMember(database.db), clock }
    const userId = await userWith(database.db, 'ada@example.com', { timezone: 'UTC' })
    if (!delayS) await setPreferences(ctx, { id: userId, quietHours: { start: '22:00', end: '08:00' } })
    const recipients = [{ kind: 'user' as const, path: 'customer_id' }]
    await orderWorkflow(database.db, {
      recipients,
      throttle: { max: 5, perS: 60 },
      ...(delayS && { delayS }),
    })
    const payload = { type: 'ORDER_CREATED', data: { order_id: '1', customer_id: userId } }
    await planMeanwhile(payload, () =>
      updateUser(ctx, { user_id: userId, email_address: 'ada@new.example.com' }),
    )
    expect(await sql`select status, address from deliveries`).toEqual([
      { status: 'HELD', address: 'ada@new.example.com' },
    ])
    const told = await sql`select target_id, actor, detail from audit_log where action = 'user.readdress'`
    expect(told).toEqual([{ target_id: userId, actor: 'system', detail: { deliveries: 1 } }])
  },
)
