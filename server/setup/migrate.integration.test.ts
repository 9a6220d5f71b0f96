import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { migrateDatabase } from '#server/db/migrate.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const partitions = async (parent = 'notifications') => {
  const rows = await database.db.sql<{ name: string; bound: string }[]>`
    select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i
    join pg_class c on c.oid = i.inhrelid where i.inhparent = ${parent}::regclass order by 1`
  return new Map(rows.map(({ name, bound }) => [name, bound]))
}

test('migrating again, and by several processes at once, changes nothing', async () => {
  const objects = () => database.db.sql`
    select relname, relkind from pg_class where relnamespace = 'posthorn'::regnamespace order by 1`
  const before = await objects()
  await Promise.all([1, 2, 3].map(() => migrateDatabase(database.url, 'posthorn')))
  expect(await objects()).toEqual(before)
})

test('another schema, made from nothing', async () => {
  await migrateDatabase(database.url, 'another')
  const other = createDatabase({ url: database.url, schema: 'another', applicationName: 'tests', max: 1 })
  const [row] = await other.sql`select count(*)::int as n from notifications`
  expect(row?.n).toBe(0)
  await other.sql.end()
})

describe('partitions', () => {
  const make = async (months: number, at: string) => {
    const [row] = await database.db.sql<{ made: number }[]>`
      select make_partitions(${months}, ${at}::timestamptz) as made`
    return row?.made
  }

  test('are there for last month, this one and the two to come, and are made once', async () => {
    const names = [...(await partitions()).keys()]
    expect(names).toHaveLength(4)
    const at = new Date().toISOString()
    expect(await make(2, at)).toBe(0)
    for (const parent of ['deliveries', 'delivery_contents', 'attempts']) {
      expect((await partitions(parent)).size).toBe(4)
    }
  })

  test('go on over the end of a year, without a gap', async () => {
    expect(await make(2, '2031-11-30T23:59:59Z')).toBe(16)
    expect(await make(2, '2031-12-31T23:59:59.999Z')).toBe(4)
    expect(await make(2, '2032-01-01T00:00:00Z')).toBe(4)
    const made = await partitions()
    const months = ['y2031m10', 'y2031m11', 'y2031m12', 'y2032m01', 'y2032m02', 'y2032m03']
    const bounds = months.map((month) => {
      const found = /FROM \('(.+?)'\) TO \('(.+?)'\)/.exec(made.get(`notifications_${month}`) ?? '')
      return { from: found?.[1], to: found?.[2] }
    })
    for (const [i, { from, to }] of bounds.entries()) {
      expect(from).toBeTruthy()
      if (i > 0) expect(from).toBe(bounds[i - 1]?.to)
      expect(to).toBeTruthy()
    }
  })

  test.each([
    ['2031-12-31T23:59:59.999Z', 'notifications_y2031m12'],
    ['2032-01-01T00:00:00.000Z', 'notifications_y2032m01'],
  ])('hold what was made at %s in %s', async (instant, name) => {
    const at = new Date(instant)
    const id = newId(at)
    await database.db.sql`insert into notifications (id, source, trace_id, payload, created_at)
      values (${id}, 'api', ${id}, '{}', ${at.toISOString()})`
    const [row] = await database.db
      .sql`select tableoid::regclass::text as name from notifications where id = ${id}`
    expect(row?.name).toBe(name)
  })

  test('by several at once are made once', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => make(1, '2035-06-15T00:00:00Z')))
    expect(made.toSorted()).toEqual([0, 0, 0, 12])
  })
})
