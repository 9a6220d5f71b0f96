import type { JobHelpers } from 'graphile-worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { idempotencyKeysTask, partitionsTask, sourceTrafficTask } from './maintenance.ts'

let database: TestDatabase
const helpers = {} as JobHelpers

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('expired idempotency keys go, more than are deleted at once; the others stay', async () => {
  const { sql } = database.db
  await sql`insert into idempotency_keys
    select 'scope', 'expired ' || n, '', gen_random_uuid(), gen_random_uuid(), now() - interval '1 s'
    from generate_series(1, 10001) n`
  await sql`insert into idempotency_keys
    values ('scope', 'good', '', gen_random_uuid(), gen_random_uuid(), now() + interval '1 h')`
  await idempotencyKeysTask(database.db, silent())({}, helpers)
  expect(await sql`select key from idempotency_keys`).toEqual([{ key: 'good' }])
})

test('a partition that is missing is made again', async () => {
  const { sql } = database.db
  const [last] = await sql<{ name: string }[]>`select max(inhrelid::regclass::text) as name from pg_inherits
    where inhparent = 'attempts'::regclass`
  await sql.unsafe(`drop table ${last?.name}`)
  await partitionsTask(database.db, silent())({}, helpers)
  const [row] = await sql`select to_regclass(${last?.name ?? ''}) is not null as there`
  expect(row?.there).toBe(true)
})

test('counts of sources go after a week', async () => {
  const { sql } = database.db
  await sql`insert into source_traffic values
    ('shop', now() - interval '8 days', 1, 0), ('shop', now() - interval '6 days', 2, 0)`
  await sql`insert into source_refusals select gen_random_uuid(), key, 401, 'no', gen_random_uuid()
    from unnest('{events,gone}'::text[]) key`
  await sourceTrafficTask(database.db, silent())({}, helpers)
  expect(await sql`select accepted from source_traffic`).toEqual([{ accepted: 2 }])
  expect(await sql`select source_key from source_refusals`).toEqual([{ source_key: 'events' }])
})
