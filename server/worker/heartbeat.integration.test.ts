import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { deliveryState, dueDelivery } from '#server/testing/delivering.ts'
import { beat, startHeartbeat } from './heartbeat.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.db.sql`truncate workers`)

const worker = (id: string, providers: Record<string, string> = {}) => ({
  id,
  host: 'here',
  poolIds: [],
  providers,
})
const workers = async () => {
  const rows = await database.db.sql<{ id: string }[]>`select id from workers order by id`
  return rows.map(({ id }) => id)
}

test('a worker silent for too long is released by another, and one that beats is not', async () => {
  await beat(database.db, worker('silent'))
  await database.db.sql`update workers set heartbeat_at = now() - interval '9 s'`
  await beat(database.db, worker('alive'))
  const leasedUntil = new Date(Date.now() + 300_000)
  const held = await dueDelivery(database.db, systemClock, { leasedBy: 'silent', leasedUntil })
  const kept = await dueDelivery(database.db, systemClock, { leasedBy: 'alive', leasedUntil })
  const released: string[] = []
  const errors: unknown[] = []
  const heartbeat = startHeartbeat(database.db, () => worker('own'), {
    error: (error) => errors.push(error),
    released: (ids) => released.push(...ids),
  })
  await expect.poll(() => released, { timeout: 10_000 }).toEqual(['silent'])
  await heartbeat.stop()
  expect((await deliveryState(database.db, held)).delivery.leasedBy).toBeNull()
  expect((await deliveryState(database.db, kept)).delivery.leasedBy).toBe('alive')
  expect(await workers()).toEqual(['alive', 'own'])
  expect(errors).toEqual([])
})

test('a worker that was taken for dead is there again at its next beat', async () => {
  await beat(database.db, worker('w1', { smtp: 'ok' }))
  await database.db.sql`delete from workers`
  await beat(database.db, worker('w1', { smtp: 'open' }))
  await beat(database.db, worker('w1', { smtp: 'half-open' }))
  const rows = await database.db
    .sql`select providers, heartbeat_at > now() - interval '5 s' as fresh from workers`
  expect(rows).toEqual([{ providers: { smtp: 'half-open' }, fresh: true }])
})
