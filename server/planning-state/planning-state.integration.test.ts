import { asc, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { digests, plannedLately } from '#server/db/schema/planning.ts'
import { pushSubscriptions, users } from '#server/db/schema/users.ts'
import { closeDigests } from '#server/delivery/digest.ts'
import type { LeasedDelivery } from '#server/delivery/lease.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { recipientKey } from '#server/recipients/key.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { jobsOf, orderWorkflow } from '#server/testing/delivering.ts'
import { pendingNotification } from '#server/testing/factories.ts'
import { forgetPlanned } from './forget.ts'

let database: TestDatabase
const HOUR_S = 3600
const clock = fixedClock(new Date())

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db
    .sql`truncate workflows, users, planned_lately, digests, graphile_worker._private_jobs cascade`
})

const deps = () => ({
  db: database.db,
  clock,
  log: silent(),
  settings: { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' },
})

const address = 'ada@example.com'

async function orders(count: number, data: Record<string, unknown> = {}): Promise<string[]> {
  const made: string[] = []
  for (let i = 0; i < count; i += 1) {
    const payload = { type: 'ORDER_CREATED', data: { order_id: `o${i}`, customer_email: address, ...data } }
    made.push((await pendingNotification(database.db, { payload })).id)
  }
  return made
}

const deliveriesOf = (ids: readonly string[]) =>
  database.db.orm
    .select()
    .from(deliveries)
    .where(inArray(deliveries.notificationId, [...ids]))
    .orderBy(asc(deliveries.notificationId), asc(deliveries.id))

const reasonsOf = async (ids: readonly string[]) => (await deliveriesOf(ids)).map(({ reason }) => reason)

const times = (reasons: readonly (string | null)[], reason: string) =>
  reasons.filter((one) => one === reason).length

/** Each by a planner of its own, all at the same time. */
const planAtOnce = (jobs: readonly string[][]) =>
  Promise.all(jobs.map((ids) => planNotifications(deps(), ids)))

describe('throttle', () => {
  const throttle = { max: 3, perS: HOUR_S }

  test('lets through exactly as many as it may, however many plan at once', async () => {
    await orderWorkflow(database.db, { throttle })
    const ids = await orders(20)
    await planAtOnce(ids.map((id) => [id]))
    const reasons = await reasonsOf(ids)
    expect(times(reasons, 'planned')).toBe(3)
    expect(times(reasons, 'throttled')).toBe(17)
  })

  test('in a chunk the first by id go; after its time, others', async () => {
    await orderWorkflow(database.db, { throttle })
    const ids = await orders(5)
    await planNotifications(deps(), ids.toReversed())
    expect(await reasonsOf(ids)).toEqual(['planned', 'planned', 'planned', 'throttled', 'throttled'])
    clock.advance(HOUR_S * 1000)
    const later = await orders(1)
    await planNotifications(deps(), later)
    expect(await reasonsOf(later)).toEqual(['planned'])
  })

  test('counts each recipient and each workflow for itself, and never what is critical', async () => {
    await orderWorkflow(database.db, { throttle: { max: 1, perS: HOUR_S } })
    await orderWorkflow(database.db, {
      eventType: 'ALARM',
      throttle: { max: 1, perS: HOUR_S },
      critical: true,
    })
    const ids = [...(await orders(1)), ...(await orders(1, { customer_email: 'bob@example.com' }))]
    const payload = { type: 'ALARM', data: { order_id: 'o', customer_email: address } }
    for (let i = 0; i < 3; i += 1) {
      ids.push((await pendingNotification(database.db, { eventType: 'ALARM', payload })).id)
    }
    await planNotifications(deps(), ids)
    expect(new Set(await reasonsOf(ids))).toEqual(new Set(['planned']))
  })
})

describe('duplicates', () => {
  const duplicates = { windowS: HOUR_S, path: 'order_id' }

  test('of the same event exactly one goes, however many plan at once', async () => {
    await orderWorkflow(database.db, { duplicates })
    const same = await orders(10, { order_id: 'same' })
    const other = await orders(1, { order_id: 'other' })
    await planAtOnce([...same, ...other].map((id) => [id]))
    const reasons = await reasonsOf(same)
    expect([times(reasons, 'planned'), times(reasons, 'duplicate')]).toEqual([1, 9])
    expect(await reasonsOf(other)).toEqual(['planned'])
    clock.advance(HOUR_S * 1000)
    const later = await orders(1, { order_id: 'same' })
    await planNotifications(deps(), later)
    expect(await reasonsOf(later)).toEqual(['planned'])
  })
})

describe('digest', () => {
  const digest = { until: 'window' as const, windowS: HOUR_S }

  test('fifty events of ten planners at once make one, with one job', async () => {
    await orderWorkflow(database.db, { digest })
    const ids = await orders(50)
    await planAtOnce(Array.from({ length: 10 }, (_, i) => ids.slice(i * 5, i * 5 + 5)))
    const made = await deliveriesOf(ids)
    expect(made).toHaveLength(50)
    const [first, ...others] = made.filter(({ isDigest }) => isDigest)
    expect(others).toEqual([])
    const members = made.filter(({ digestOf }) => digestOf === first?.id)
    expect(members).toHaveLength(49)
    expect(new Set(made.map(({ status, dueAt }) => `${status} ${dueAt.toISOString()}`)).size).toBe(1)
    const jobs = await jobsOf(database.db, ...made.map(({ id }) => id))
    expect(jobs.map((job) => job.ids)).toEqual([[first?.id]])
    expect(await database.db.orm.select().from(digests)).toMatchObject([
      { deliveryId: first?.id, count: 50, closed: false, recipient: recipientKey(null, address) },
    ])
  })

  test('closed while somebody is about to join, full, or due: the next opens another', async () => {
    await orderWorkflow(database.db, { digest })
    const { sql } = database.db
    const open = async () => {
      const ids = await orders(1)
      return { ids, planned: planNotifications(deps(), ids) }
    }
    const one = await open()
    await one.planned
    const joining = await sql.begin(async (tx) => {
      await tx`update digests set closed = true`
      return open()
    })
    await joining.planned
    await sql`update digests set count = 1000`
    const afterFull = await open()
    await afterFull.planned
    clock.advance(HOUR_S * 1000)
    const afterDue = await open()
    await afterDue.planned
    const made = await deliveriesOf([one, joining, afterFull, afterDue].flatMap(({ ids }) => ids))
    expect(made.map(({ isDigest, digestOf }) => isDigest && digestOf === null)).toEqual([
      true,
      true,
      true,
      true,
    ])
  })

  test('closed again and again while others join: who closes it sees all that are in it', async () => {
    await orderWorkflow(database.db, { digest })
    const ids = await orders(60)
    const seen = new Map<string, number>()
    let isPlanned = false
    const closing = async () => {
      while (!isPlanned) {
        const open = await database.db.orm.select().from(digests).where(eq(digests.closed, false))
        const firsts = open.map(({ deliveryId }) => ({ id: deliveryId, source: 'api', payload: {} }))
        if (firsts.length === 0) continue
        const closed = await closeDigests(database.db, firsts as unknown as LeasedDelivery[], clock.now())
        for (const [id, { members }] of closed) seen.set(id, members)
      }
    }
    await Promise.all([
      planAtOnce(Array.from({ length: 20 }, (_, i) => ids.slice(i * 3, i * 3 + 3))).finally(() => {
        isPlanned = true
      }),
      closing(),
    ])
    const made = await deliveriesOf(ids)
    expect(made).toHaveLength(60)
    const firsts = made.filter(({ isDigest }) => isDigest)
    expect(firsts.length).toBeGreaterThan(1)
    const membersOf = (id: string) => made.filter(({ digestOf }) => digestOf === id).length
    expect(firsts.reduce((sum, { id }) => sum + 1 + membersOf(id), 0)).toBe(60)
    for (const [id, members] of seen) expect(membersOf(id)).toBe(members)
  })

  test('takes in what expires before one of its own would be due, and counts it', async () => {
    await orderWorkflow(database.db, { digest, throttle: { max: 2, perS: HOUR_S } })
    await planNotifications(deps(), await orders(1))
    clock.advance(50 * 60_000)
    const expiresAt = new Date(clock.now().getTime() + 30 * 60_000)
    const payload = { type: 'ORDER_CREATED', data: { order_id: 'soon', customer_email: address } }
    const ids: string[] = []
    for (let i = 0; i < 2; i += 1) {
      ids.push((await pendingNotification(database.db, { payload, expiresAt })).id)
    }
    await planNotifications(deps(), ids)
    expect(await reasonsOf(ids)).toEqual(['digest', 'throttled'])
  })

  test('each channel and each browser has its own', async () => {
    const id = newId()
    const at = { createdAt: new Date() }
    await database.db.orm.insert(users).values({ ...at, id, email: address, updatedAt: new Date() })
    await database.db.orm.insert(pushSubscriptions).values(
      ['a', 'b'].map((name) => ({
        ...{ ...at, id: newId(), userId: id },
        ...{ endpoint: `https://push.example.com/${name}`, p256dh: 'p', auth: 'a' },
      })),
    )
    await orderWorkflow(database.db, { digest, channels: ['email', 'push'] })
    const ids = await orders(3)
    await planAtOnce([ids.slice(0, 1), ids.slice(1)])
    const made = await deliveriesOf(ids)
    expect(made).toHaveLength(9)
    const firsts = made.filter(({ isDigest }) => isDigest)
    expect(new Set(firsts.map((one) => one.address)).size).toBe(3)
    for (const first of firsts) {
      const own = made.filter(({ digestOf }) => digestOf === first.id)
      expect(own.map((one) => one.address)).toEqual([first.address, first.address])
    }
  })
})

test('what fails to be stored is not remembered either, and is planned anew', async () => {
  await orderWorkflow(database.db, {
    throttle: { max: 5, perS: HOUR_S },
    digest: { until: 'window', windowS: HOUR_S },
  })
  const ids = await orders(2)
  await database.db.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
    create trigger refuse before insert on digests for each row execute function refuse()`)
  await expect(planNotifications(deps(), ids)).rejects.toThrow('refused')
  await database.db.sql`drop function refuse cascade`
  expect(await database.db.orm.select().from(plannedLately)).toEqual([])
  expect(await deliveriesOf(ids)).toEqual([])
  expect(await planNotifications(deps(), ids)).toBe(2)
  const made = await deliveriesOf(ids)
  expect(made.map(({ digestOf }) => digestOf)).toEqual([null, made[0]?.id])
  expect(await database.db.orm.select().from(plannedLately)).toHaveLength(2)
})

test('an address that is a user’s means the user; the kept plan names neither', async () => {
  const id = newId()
  const at = new Date()
  const person = { id, name: 'Ada Lovelace', email: 'Ada@Example.com', language: 'de', externalId: 'P9' }
  await database.db.orm.insert(users).values({ ...person, createdAt: at, updatedAt: at })
  await orderWorkflow(database.db)
  const ids = [
    ...(await orders(1, { customer_email: 'ADA@example.com' })),
    ...(await orders(1, { customer_email: 'not an address', user_id: 'P9' })),
    ...(await orders(1, { customer_email: 'guest@example.com' })),
  ]
  await planNotifications(deps(), ids)
  expect(await deliveriesOf(ids.slice(0, 1))).toMatchObject([
    { userId: id, address: 'ADA@example.com', locale: 'de', category: 'orders', workflowVersion: 1 },
  ])
  const rows = await database.db.orm.select().from(notifications).where(inArray(notifications.id, ids))
  for (const { plan } of rows) {
    expect(plan?.length).toBeGreaterThan(1)
    expect(JSON.stringify(plan)).not.toMatch(/ada|lovelace|example\.com|not an address|P9/i)
  }
})

test('what is of no use any more is forgotten', async () => {
  const workflow = await orderWorkflow(database.db, {
    duplicates: { windowS: HOUR_S, path: null },
    digest: { until: 'window', windowS: 2 * HOUR_S },
  })
  await planNotifications(deps(), await orders(2))
  expect(await forgetPlanned({ db: database.db, clock })).toBe(0)
  clock.advance(HOUR_S * 1000)
  expect(await forgetPlanned({ db: database.db, clock })).toBe(2)
  clock.advance(2 * HOUR_S * 1000)
  expect(await forgetPlanned({ db: database.db, clock })).toBe(1)
  const left = database.db.orm.select().from(digests).where(eq(digests.workflowId, workflow.id))
  expect(await left).toEqual([])
})
