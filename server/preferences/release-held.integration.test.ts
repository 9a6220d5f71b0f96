import { afterAll, beforeAll, expect, test } from 'vitest'
import { saveCategory } from '#server/categories/save.ts'
import { fixedClock } from '#server/clock.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { deliveryState, dueDelivery } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'
import { userWith } from '#server/testing/recipients.ts'
import { runImport } from '#server/users/import/run.ts'
import { startImport } from '#server/users/import/start.ts'
import { uploadImport } from '#server/users/import/upload.ts'

let database: TestDatabase
const clock = fixedClock(new Date('2026-11-20T23:00:00Z'))
const tomorrow = new Date('2026-11-21T06:00:00Z')

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

async function* bytes(text: string) {
  yield Buffer.from(text)
}

async function waiting(sessions: number): Promise<void> {
  await expect
    .poll(async () => {
      const [row] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      return row?.n
    })
    .toBe(sessions)
}

test('a category that changes and a file that changes users free what is held without hindering each other', async () => {
  const { db } = database
  const ctx = { ...asMember(db), clock }
  const [ada, bob, eve] = await Promise.all(
    ['ada', 'bob', 'eve'].map((name) => userWith(db, `${name}@example.com`, { timezone: 'UTC' })),
  )
  const held = async (userId = '') =>
    dueDelivery(db, clock, {
      ...{ userId, category: 'marketing', status: 'HELD', reason: 'quiet_hours', dueAt: tomorrow },
    })
  // In this order, by their ids; the file names them in the other one.
  const [bobs, eves, adas] = [await held(bob), await held(eve), await held(ada)]
  const { id } = await uploadImport(ctx, {
    ...{
      name: 'a.csv',
      bytes: bytes('email,zone\nada@example.com,Asia/Tokyo\nbob@example.com,Asia/Tokyo\n'),
    },
  })
  const mapping = { email: 'email_address', zone: 'timezone' } as const
  await startImport(ctx, { id, mapping, updateExisting: true })
  const both = await db.sql.begin(async (tx) => {
    await tx`select 1 from deliveries where id = ${eves.id} for update`
    const saving = saveCategory(ctx, { key: 'marketing', critical: true })
    await waiting(1)
    const importing = runImport({ db, clock }, id)
    await waiting(2)
    return { done: Promise.allSettled([saving, importing]) }
  })
  expect((await both.done).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  for (const one of [bobs, eves, adas]) {
    expect((await deliveryState(db, one)).delivery.dueAt).toEqual(clock.now())
  }
})
