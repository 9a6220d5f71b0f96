import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { deliveryState, dueDelivery, emailWorker, fakeProvider } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'
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
