import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateDatabase } from '#server/db/migrate.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { runningBeside } from './other-installation.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const beat = (at: string) => database.db.sql`
  insert into another.workers (id, host, pool_ids, providers, started_at, heartbeat_at)
  values ('w', 'h', '{}', '{}', now(), ${at}::timestamptz)
  on conflict (id) do update set heartbeat_at = excluded.heartbeat_at`

test('another installation is found in the same database while its worker lives, and its own never', async () => {
  expect(await runningBeside(database.url, 'posthorn')).toBeNull()
  await migrateDatabase(database.url, 'another')
  expect(await runningBeside(database.url, 'posthorn')).toBeNull()
  await beat(new Date().toISOString())
  expect(await runningBeside(database.url, 'posthorn')).toBe('another')
  expect(await runningBeside(database.url, 'another')).toBeNull()
  await beat(new Date(Date.now() - 60_000).toISOString())
  expect(await runningBeside(database.url, 'posthorn')).toBeNull()
})
