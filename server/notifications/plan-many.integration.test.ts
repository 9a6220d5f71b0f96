import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { order } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { pendingNotification } from '#server/testing/factories.ts'
import { planDeps, planState } from '#server/testing/planning-jobs.ts'
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

const orderOf = () =>
  pendingNotification(database.db, { payload: { type: 'ORDER_CREATED', data: order.data } })

test('is done once, however often it is asked, by however many', async () => {
  await orderWorkflow(database.db)
  const pending = await Promise.all(Array.from({ length: 20 }, () => orderOf()))
  const ids = pending.map(({ id }) => id)
  const planned = await Promise.all([1, 2, 3].map(() => planNotifications(deps(), ids)))
  expect(planned.reduce((sum, n) => sum + n, 0)).toBe(20)
  expect(await planNotifications(deps(), ids)).toBe(0)
  const [row] = await database.db.sql<{ n: number }[]>`
    select count(*)::int as n from deliveries where notification_id = any(${ids}::uuid[])`
  expect(row?.n).toBe(20)
})

test('more than go into one transaction are planned all the same', async () => {
  const ids = Array.from({ length: 2500 }, () => newId())
  await database.db.sql`insert into notifications (id, source, trace_id, payload, created_at)
    select id, 'api', id, '{}', now() from unnest(${ids}::uuid[]) id`
  expect(await planNotifications(deps(), ids)).toBe(2500)
  expect((await stateOf(ids[2400] ?? '')).notification?.status).toBe('RECORDED')
})

test('one whose rows PostgreSQL refuses stays PENDING alone', async () => {
  await orderWorkflow(database.db)
  const made = []
  for (let i = 0; i < 5; i++) made.push(await pendingNotification(database.db, { payload: order }))
  const ids = made.map(({ id }) => id)
  const refused = ids[3] ?? ''
  await database.db.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
    create trigger refuse before insert on deliveries for each row
      when (new.notification_id = '${refused}') execute function refuse()`)
  await expect(planNotifications(deps(), ids)).rejects.toThrow('refused')
  await database.db.sql`drop trigger refuse on deliveries`
  for (const id of ids) {
    const { notification } = await stateOf(id)
    expect(notification?.status).toBe(id === refused ? 'PENDING' : 'QUEUED')
  }
  expect(await planNotifications(deps(), ids)).toBe(1)
})

test('one whose planning breaks fails alone, by the log with its trace', async () => {
  await orderWorkflow(database.db)
  await database.db
    .sql`insert into workflows select gen_random_uuid(), 'broken', 'Broken', 'BROKEN', sources, true,
    category, channels, template_key, '{"not":"a list"}', sender, reply_to, retry, created_at, updated_at from workflows`
  const broken = await pendingNotification(database.db, { eventType: 'BROKEN', payload: order })
  const good = await orderOf()
  await planNotifications(deps(), [broken.id, good.id])
  expect((await stateOf(good.id)).notification?.status).toBe('QUEUED')
  expect((await stateOf(broken.id)).notification).toMatchObject({ status: 'FAILED' })
})
