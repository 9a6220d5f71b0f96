import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { createDatabase } from '#server/db/client.ts'
import { migrateDatabase } from '#server/db/migrate.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { tasks } from '#server/queue/tasks.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'

const SIGNATURE = 'notify(text, jsonb, text, timestamptz, uuid)'
/** Roles belong to the server, not to this file's database. */
const role = `shop_${Date.now().toString(36)}_${process.pid}`

let database: TestDatabase
let app: postgres.Sql
let other: postgres.Sql

/** As somebody else's program connects: a role of its own and no settings of ours. */
function asRole(): postgres.Sql {
  const url = new URL(database.url)
  url.username = role
  url.password = 'secret'
  return postgres(url.href, { max: 3, onnotice: () => undefined })
}

beforeAll(async () => {
  database = await testDatabase()
  const { sql } = database.db
  await sql.unsafe(`create role ${role} login password 'secret'`)
  await sql.unsafe(`grant usage on schema posthorn to ${role}`)
  await sql.unsafe(`grant execute on function posthorn.${SIGNATURE} to ${role}`)
  app = asRole()
  other = asRole()
})
afterAll(async () => {
  await app.end()
  await other.end()
  await database.db.sql.unsafe(`drop owned by ${role}`)
  await database.db.sql.unsafe(`drop role ${role}`)
  await database.close()
})

const data = { order_id: 123, customer_email: 'user@example.com' }
const count = async () => {
  const [row] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from notifications`
  return row?.n ?? 0
}
const find = async (id: string) => {
  const [row] = await database.db.sql`select * from notifications where id = ${id}`
  return row
}
/** Calls as somebody would: `data` as text that PostgreSQL reads. */
async function notify(
  sql: postgres.ISql,
  type: string | null,
  body: unknown,
  rest: { key?: string | null; at?: string; trace?: string } = {},
): Promise<string> {
  const text = typeof body === 'string' || body === null ? body : JSON.stringify(body)
  const [row] = await sql<
    { id: string }[]
  >`select posthorn.notify(${type}, ${text}::text::jsonb, ${rest.key ?? null},
    ${rest.at ?? null}::text::timestamptz, ${rest.trace ?? null}::text::uuid) as id`
  return row?.id ?? ''
}
/** The planning jobs that name one of these, with all that each names. */
async function planningJobs(ids: string[]): Promise<string[][]> {
  const rows = await database.db.sql<
    { payload: unknown }[]
  >`select payload from graphile_worker._private_jobs`
  return rows
    .flatMap(({ payload }) => tasks['notifications.plan'].safeParse(payload).data ?? [])
    .map((job) => job.ids)
    .filter((named) => named.some((id) => ids.includes(id)))
}
const plan = (ids: string[]) =>
  planNotifications(
    {
      db: database.db,
      clock: systemClock,
      log: silent(),
      settings: { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' },
    } as Parameters<typeof planNotifications>[0],
    ids,
  )

describe('an event by SQL', () => {
  test('is there with its planning job once its transaction commits, and says whose it is', async () => {
    const trace = '0af76519-16cd-43dd-8448-eb211c80319c'
    const id = await app.begin(async (tx) => {
      const made = await notify(tx, 'ORDER_CREATED', data, { trace, at: '2030-01-02T03:04:05Z' })
      expect(await find(made)).toBeUndefined()
      return made
    })
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(await find(id)).toMatchObject({
      status: 'PENDING',
      source: 'sql',
      source_name: role,
      event_type: 'ORDER_CREATED',
      trace_id: trace,
      payload: { type: 'ORDER_CREATED', data },
      scheduled_at: expect.stringMatching(/^2030-01-02 03:04:05/),
    })
    expect(await planningJobs([id])).toEqual([[id]])
  })

  test('vanishes with the transaction that takes it back', async () => {
    const before = await count()
    let id = ''
    const failed = app.begin(async (tx) => {
      id = await notify(tx, 'ORDER_CREATED', data, { key: 'vanishes' })
      throw new Error('taken back')
    })
    await expect(failed).rejects.toThrow('taken back')
    expect(await count()).toBe(before)
    expect(await planningJobs([id])).toEqual([])
    // Its key is free again.
    const again = await notify(app, 'ORDER_CREATED', data, { key: 'vanishes' })
    expect(again).not.toBe(id)
  })

  test('by a savepoint taken back leaves the others of its transaction', async () => {
    const ids = await app.begin(async (tx) => {
      const first = await notify(tx, 'ORDER_CREATED', data)
      await tx
        .savepoint(async (inner) => {
          await notify(inner, 'ORDER_CREATED', data)
          throw new Error('taken back')
        })
        .catch(() => undefined)
      return [first, await notify(tx, 'ORDER_CREATED', data)]
    })
    expect((await planningJobs(ids)).flat().sort()).toEqual([...ids].sort())
  })

  test('many in one transaction share planning jobs, and their ids are in order', async () => {
    const started = performance.now()
    const rows = await app<{ id: string }[]>`
      select posthorn.notify('ORDER_CREATED', jsonb_build_object('order_id', n)) as id from generate_series(1, 1000) n`
    const ms = Math.round(performance.now() - started)
    const ids = rows.map(({ id }) => id)
    expect(new Set(ids).size).toBe(1000)
    const jobs = await planningJobs(ids)
    expect(jobs.length, `${ms} ms`).toBeLessThanOrEqual(11)
    expect(jobs.flat().sort()).toEqual([...ids].sort())
    expect(ids.map((id) => id.slice(0, 13))).toEqual(ids.map((id) => id.slice(0, 13)).sort())
  })

  test('is planned like an event by the API, and found by its ids', async () => {
    await orderWorkflow(database.db, { sources: ['api', 'sql'] })
    const id = await notify(app, 'ORDER_CREATED', { ...data, customerId: 'C7', correlation_id: 'c-1' })
    await plan([id])
    expect(await find(id)).toMatchObject({
      status: 'QUEUED',
      recipient: 'user@example.com',
      order_id: '123',
      customer_id: 'C7',
      correlation_id: 'c-1',
    })
  })

  test.each<[string, string, unknown, RegExp]>([
    ['an unknown type', 'NEVER_HEARD_OF', data, /No workflow listens to “NEVER_HEARD_OF” from sql/],
    ['nobody to tell', 'ORDER_CREATED', { order_id: 1 }, /Nobody to tell/],
    [
      'a missing field',
      'ORDER_CREATED',
      { customer_email: 'user@example.com' },
      /data\.order_id: is required/,
    ],
  ])('with %s is kept and says why nothing is sent', async (_, type, body, why) => {
    const id = await notify(app, type, body)
    await plan([id])
    expect(await find(id)).toMatchObject({ status: 'RECORDED', status_reason: expect.stringMatching(why) })
  })

  test('keeps whole numbers that JavaScript would change', async () => {
    const id = await notify(
      app,
      'ORDER_CREATED',
      '{"order_id":9007199254740993,"a":[{"b":-90071992547409930}],"c":1.5}',
    )
    expect(await find(id)).toMatchObject({
      payload: { data: { order_id: '9007199254740993', a: [{ b: '-90071992547409930' }], c: 1.5 } },
    })
  })
})

describe('an idempotency key', () => {
  test('brings the first id again, for the same body', async () => {
    const before = await count()
    const first = await notify(app, 'ORDER_CREATED', data, { key: 'k1' })
    const reordered = '{"customer_email":"user@example.com","order_id":123}'
    expect(await notify(other, 'ORDER_CREATED', reordered, { key: 'k1' })).toBe(first)
    expect(await count()).toBe(before + 1)
  })

  test.each<[string, string, unknown, string | undefined]>([
    ['data', 'ORDER_CREATED', { ...data, order_id: 124 }, undefined],
    ['type', 'USER_REGISTERED', data, undefined],
    ['time', 'ORDER_CREATED', data, '2030-01-01T00:00:00Z'],
  ])('is refused with another %s', async (_, type, body, at) => {
    const first = await notify(app, 'ORDER_CREATED', data, { key: 'k2' })
    await expect(notify(app, type, body, { key: 'k2', ...(at && { at }) })).rejects.toMatchObject({
      code: 'PH422',
      column_name: 'idempotency_key',
    })
    expect(await notify(app, 'ORDER_CREATED', data, { key: 'k2' })).toBe(first)
  })

  test('that another transaction holds is waited for', async () => {
    let finish = () => {}
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    let first = ''
    const [started, start] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holder = app.begin(async (tx) => {
      first = await notify(tx, 'ORDER_CREATED', data, { key: 'k3' })
      started.resolve()
      await held
    })
    await started.promise
    const waiter = notify(other, 'ORDER_CREATED', data, { key: 'k3' })
    start.resolve()
    await expect
      .poll(async () => {
        const [row] = await database.db.sql<{ n: number }[]>`
          select count(*)::int as n from pg_stat_activity where usename = ${role} and wait_event_type = 'Lock'`
        return row?.n
      })
      .toBe(1)
    finish()
    await holder
    expect(await waiter).toBe(first)
  })

  test('is free again after 24 hours', async () => {
    const first = await notify(app, 'ORDER_CREATED', data, { key: 'k4' })
    await database.db
      .sql`update idempotency_keys set expires_at = now() - interval '1 second' where key = 'k4'`
    expect(await notify(app, 'USER_REGISTERED', data, { key: 'k4' })).not.toBe(first)
  })
})

describe('a call that is refused names the argument and stores nothing', () => {
  const deep = `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`
  test.each<[string, string | null, unknown, { key?: string; at?: string }, string, string]>([
    ['no type', null, data, {}, 'type', 'type: is required'],
    ['an empty type', ' ', data, {}, 'type', 'type: is required'],
    ['a long type', 'x'.repeat(201), data, {}, 'type', 'type: has at most 200 characters'],
    ['no data', 'X', null, {}, 'data', 'data: is required'],
    ['JSON null', 'X', 'null', {}, 'data', 'data: must be an object'],
    ['a list', 'X', [1], {}, 'data', 'data: must be an object'],
    ['a string', 'X', '"text"', {}, 'data', 'data: must be an object'],
    ['2 MiB', 'X', { a: 'x'.repeat(2 ** 21) }, {}, 'data', 'data: is larger than 1 MiB'],
    ['65 levels', 'X', deep, {}, 'data', 'data: is nested deeper than 64 levels'],
    ['__proto__', 'X', '{"a":[{"__proto__":1}]}', {}, 'data', 'data: has a name that is not allowed'],
    ['a huge number', 'X', '{"a":[1e400]}', {}, 'data', 'data.a[0]: is too large a number'],
    ['an empty key', 'X', data, { key: '' }, 'idempotency_key', 'idempotency_key: has 1 to 255 characters'],
    ['a long key', 'X', data, { key: 'k'.repeat(256) }, 'idempotency_key', 'idempotency_key: has 1 to'],
    ['no time', 'X', data, { at: 'infinity' }, 'scheduled_at', 'scheduled_at: must be a time'],
    ['a time of the year 44', 'X', data, { at: '0044-03-15 12:00Z' }, 'scheduled_at', 'from 1970 to 9998'],
    ['one before it', 'X', data, { at: '0044-03-15 12:00Z BC' }, 'scheduled_at', 'from 1970 to 9998'],
    ['the end of time', 'X', data, { at: '9999-12-31 23:59:59.5Z' }, 'scheduled_at', 'from 1970 to 9998'],
    ['a time too far', 'X', data, { at: '20000-01-01' }, 'scheduled_at', 'scheduled_at: must be a time'],
  ])('%s', async (_, type, body, rest, column, words) => {
    const before = await count()
    await expect(notify(app, type, body, rest)).rejects.toMatchObject({
      code: '22023',
      column_name: column,
      message: expect.stringContaining(words),
    })
    expect(await count()).toBe(before)
    await notify(app, 'ORDER_CREATED', data)
    expect(await count()).toBe(before + 1)
  })

  test('10,000 levels, which PostgreSQL may refuse by itself', async () => {
    const before = await count()
    const text = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    await expect(notify(app, 'X', text)).rejects.toMatchObject({ code: expect.stringMatching(/22023|54001/) })
    expect(await count()).toBe(before)
  })

  test.each(['"__proto__": ', 'a\\"__proto__": ', 'constructor'])('but not %j as a text', async (text) => {
    await expect(notify(app, 'X', { text, prototypes: 1, [`${text}x`]: 2 })).resolves.toBeTruthy()
  })
})

describe('a role with no other rights', () => {
  test('reads no table and changes none', async () => {
    const tables = await database.db.sql<{ name: string }[]>`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('posthorn', 'graphile_worker') and c.relkind in ('r', 'p', 'v', 'm', 'S')`
    expect(tables.length).toBeGreaterThan(30)
    for (const { name } of tables) {
      await expect(app.unsafe(`select * from ${name}`), name).rejects.toMatchObject({ code: '42501' })
      await expect(app.unsafe(`insert into ${name} default values`), name).rejects.toMatchObject({
        code: expect.stringMatching(/42501|42809/),
      })
    }
  })

  test('executes no other function of ours', async () => {
    const open = await database.db.sql<{ name: string }[]>`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace = 'posthorn'::regnamespace and has_function_privilege(${role}, p.oid, 'execute')`
    expect(open).toHaveLength(1)
    expect(open[0]?.name).toContain('notify(')
    await expect(app`select posthorn.make_partitions(1)`).rejects.toMatchObject({ code: '42501' })
    await expect(app`select graphile_worker.add_job('x')`).rejects.toMatchObject({ code: '42501' })
  })

  test('is not heard before it is granted the call', async () => {
    const { sql } = database.db
    const stranger = `${role}_stranger`
    await sql.unsafe(`create role ${stranger} login password 'secret'`)
    try {
      const url = new URL(database.url)
      url.username = stranger
      url.password = 'secret'
      const connection = postgres(url.href, { max: 1 })
      await expect(notify(connection, 'X', {})).rejects.toMatchObject({ code: '42501' })
      await sql.unsafe(`grant usage on schema posthorn to ${stranger}`)
      await expect(notify(connection, 'X', {})).rejects.toMatchObject({ code: '42501' })
      await connection.end()
    } finally {
      await sql.unsafe(`drop owned by ${stranger}`)
      await sql.unsafe(`drop role ${stranger}`)
    }
  })

  test('gains nothing by a search path, temporary tables, functions or operators of its own', async () => {
    const before = await count()
    const id = await app.begin(async (tx) => {
      await tx`create temporary table notifications (id uuid)`
      await tx`create temporary table idempotency_keys (scope text, key text)`
      await tx`create temporary sequence sql_calls`
      await tx.unsafe(`create function pg_temp.new_id(timestamptz) returns uuid language sql
        as 'select gen_random_uuid()'`)
      await tx.unsafe(`create function pg_temp.joined(text, name) returns text language plpgsql
        as 'begin raise exception ''hijacked''; end'`)
      await tx.unsafe(
        `create operator pg_temp.|| (leftarg = text, rightarg = name, function = pg_temp.joined)`,
      )
      await tx`set local search_path = pg_temp, posthorn, pg_catalog`
      await tx`set local standard_conforming_strings = off`
      return notify(tx, 'ORDER_CREATED', data, { key: 'hijack' })
    })
    expect(await count()).toBe(before + 1)
    expect(await find(id)).toMatchObject({ source_name: role })
  })
})

test('works in a schema of any name', async () => {
  await migrateDatabase(database.url, 'select')
  const { sql } = createDatabase({ url: database.url, schema: 'select', applicationName: 'tests', max: 1 })
  const [row] = await database.db.sql<{ id: string }[]>`
    select "select".notify('ORDER_CREATED', '{}', 'here too') as id`
  const found = await sql`select id from notifications`
  expect(found.map(({ id }) => id)).toEqual([row?.id])
  await sql.end()
})
