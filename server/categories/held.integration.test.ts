import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { deliveryState, dueDelivery, emailWorker, fakeProvider, jobsOf } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'
import { createCategory } from './create.ts'
import { removeCategory } from './remove.ts'
import { saveCategory } from './save.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const clock = { now: () => new Date('2026-11-20T14:00:00Z') }

test('a change of a category holds for what waits already', async () => {
  const { db } = database
  const admin = asMember(db)
  const smtp = fakeProvider('smtp')
  const worker = emailWorker(db, { clock, providers: [smtp] })
  const held = await dueDelivery(db, clock, { status: 'HELD', reason: 'scheduled', category: 'product' })
  await saveCategory(admin, { key: 'product', emailDefault: false })
  await worker.deliver([held.id])
  expect((await deliveryState(db, held)).delivery).toMatchObject({
    status: 'WITHHELD',
    reason: 'category_off',
  })

  const second = await dueDelivery(db, clock, { status: 'HELD', reason: 'scheduled', category: 'product' })
  await saveCategory(admin, { key: 'product', emailDefault: true })
  await worker.deliver([second.id])
  expect((await deliveryState(db, second)).delivery).toMatchObject({ status: 'SENT' })
})

test('what waits of a category that was removed goes out, with a way to unsubscribe', async () => {
  const { db } = database
  const smtp = fakeProvider('smtp')
  const worker = emailWorker(db, { clock, providers: [smtp] })
  await db.sql`insert into categories (key, name, required, email_default, push_default, unsubscribable, critical,
    built_in, position, created_at, updated_at) values ('own', 'Own', false, false, false, false, false, false, 9, now(), now())`
  const held = await dueDelivery(db, clock, { status: 'HELD', reason: 'scheduled', category: 'own' })
  await removeCategory(asMember(db), { key: 'own' })
  await worker.deliver([held.id])
  expect((await deliveryState(db, held)).delivery).toMatchObject({ status: 'SENT' })
  expect(smtp.sent[0]?.headers).toMatchObject({ 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' })
})

const tomorrow = new Date('2026-11-21T06:00:00Z')
const heldUntilTomorrow = (columns: object) =>
  dueDelivery(database.db, clock, { status: 'HELD', reason: 'quiet_hours', dueAt: tomorrow, ...columns })
const dueAt = async (delivery: { id: string }) => {
  const [row] = await database.db.sql<
    { due_at: string }[]
  >`select due_at from deliveries where id = ${delivery.id}`
  return new Date(row?.due_at ?? 0)
}

test('what quiet hours hold of a category that becomes critical is looked at again at once, nothing else is', async () => {
  const { db } = database
  const admin = { ...asMember(db), clock }
  await db.sql`truncate graphile_worker._private_jobs`
  const held = await heldUntilTomorrow({ category: 'marketing' })
  const later = await heldUntilTomorrow({ category: 'marketing', reason: 'delayed' })
  const other = await heldUntilTomorrow({ category: 'appointments' })
  await saveCategory(admin, { key: 'marketing', name: 'News and offers' })
  expect(await dueAt(held)).toEqual(tomorrow)
  await saveCategory(admin, { key: 'marketing', critical: true })
  expect(await Promise.all([held, later, other].map(dueAt))).toEqual([clock.now(), tomorrow, tomorrow])
  expect(await jobsOf(db, held.id, later.id, other.id)).toMatchObject([
    { task: 'notifications.email', ids: [held.id] },
  ])
  await emailWorker(db, { clock, providers: [fakeProvider('smtp')] }).deliver([held.id])
  expect((await deliveryState(db, held)).delivery).toMatchObject({ status: 'SENT' })
})

test.each([{ emailDefault: false }, { pushDefault: false }, { required: true, unsubscribable: false }])(
  'so is what is held of one that changes by %j',
  async (change) => {
    const admin = { ...asMember(database.db), clock }
    const held = await heldUntilTomorrow({ category: 'product' })
    await saveCategory(admin, { key: 'product', required: false, emailDefault: true, pushDefault: true })
    await database.db
      .sql`update deliveries set due_at = ${tomorrow.toISOString()}::timestamptz where id = ${held.id}`
    await saveCategory(admin, { key: 'product', ...change })
    expect(await dueAt(held)).toEqual(clock.now())
  },
)

const channels = { emailDefault: true, pushDefault: true, unsubscribable: false, critical: true }
test('so is what waits under a key that becomes a category', async () => {
  const held = await heldUntilTomorrow({ category: 'alarms' })
  await createCategory(
    { ...asMember(database.db), clock },
    { ...{ key: 'alarms', name: 'Alarms', description: null, required: false }, ...channels },
  )
  expect(await dueAt(held)).toEqual(clock.now())
})
