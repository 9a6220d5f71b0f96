import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '#server/db/client.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { pendingNotification } from '#server/testing/factories.ts'
import { settledStatus } from './wait.ts'

const LONG_MS = 60_000

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

/** The database, counting the statements that it is sent. */
function counted(): { db: Database; statements: () => number } {
  let n = 0
  const sql = new Proxy(database.db.sql, {
    apply: (target, self, args) => {
      n++
      return Reflect.apply(target, self, args)
    },
  })
  return { db: { ...database.db, sql }, statements: () => n }
}

const become = (ids: string[], status: NotificationStatus) =>
  database.db.sql`update notifications set status = ${status} where id = any(${ids}::uuid[])`

test.each(['SENT', 'FAILED', 'RECORDED', 'SCHEDULED', 'UNKNOWN'] as const)(
  'what becomes %s is settled',
  async (status) => {
    const { id } = await pendingNotification(database.db)
    const waiting = settledStatus(database.db, id, LONG_MS)
    await become([id], 'QUEUED')
    await become([id], status)
    expect(await waiting).toBe(status)
  },
)

test('when the time is over, it has the status it has', async () => {
  const { id } = await pendingNotification(database.db, { status: 'QUEUED' })
  expect(await settledStatus(database.db, id, 500)).toBe('QUEUED')
})

test('who no longer waits is let go', async () => {
  const { id } = await pendingNotification(database.db)
  const gone = new AbortController()
  const waiting = settledStatus(database.db, id, LONG_MS, gone.signal)
  gone.abort()
  expect(await waiting).toBeNull()
})

test('however many wait, one statement looks for all; with nobody left, none does', async () => {
  const { db, statements } = counted()
  const all = await Promise.all(Array.from({ length: 100 }, () => pendingNotification(database.db)))
  const ids = all.map(({ id }) => id)
  const waiting = [...ids, ...ids].map((id) => settledStatus(db, id, LONG_MS))
  await expect.poll(statements).toBeGreaterThan(0)
  await become(ids, 'SENT')
  const before = statements()
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['SENT']))
  expect(statements() - before).toBeLessThanOrEqual(2)
  const after = statements()
  const [late] = await Promise.all([settledStatus(db, ids[0] ?? '', LONG_MS)])
  expect(late).toBe('SENT')
  expect(statements()).toBe(after + 1)
})
