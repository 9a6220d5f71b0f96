import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { idempotencyKeys } from '#server/db/schema/notifications.ts'
import { DomainError } from '#server/errors.ts'
import { carryOutOnce } from '#server/idempotency/carry-out-once.ts'
import { apiKey, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { enveloped } from './answer.ts'
import { endpoint } from './endpoint.ts'
import { envelope, responses } from './schemas.ts'

// An endpoint that makes rows (of the audit log, for want of a simpler table), one per call that is carried out.

let database: TestDatabase
let api: TestApi
let key: string
/** What a call waits for before it is carried out. */
let gate = Promise.resolve()
let entered = 0

beforeAll(async () => {
  database = await testDatabase()
  key = await apiKey(database.db)
  api = testApi(database.db, key, {}, [
    (app, deps) =>
      endpoint(
        app,
        deps,
        {
          method: 'post',
          path: '/v1/things',
          summary: 'Make a thing',
          tags: ['Test'],
          scope: 'ingest',
          body: z.object({ name: z.string(), ending: z.enum(['throw', 'refuse', 'fail']).optional() }),
          creates: true,
          responses: responses(201, envelope(z.object({ id: z.uuid() })), 'Made'),
        },
        async ({ c, ctx, body }) => {
          entered++
          await gate
          const id = newId()
          await ctx.db.orm.transaction((tx) =>
            tx.insert(auditLog).values({
              ...{ id, actor: 'system', actorName: 'test', action: body.name, targetId: id },
              ...{ detail: {}, at: new Date() },
            }),
          )
          if (body.ending === 'throw') throw new Error('a bug')
          if (body.ending === 'refuse') throw new DomainError('conflict', 'There is one of that name.')
          const data = { id, zeta: 1, alpha: 'é"\u2028' }
          return enveloped(c, data, { message: 'Made', status: body.ending === 'fail' ? 503 : 201 })
        },
      ),
  ])
})
afterAll(() => database.close())

const make = (name: string, idempotencyKey: string | null, ending?: string) =>
  api.call('POST', '/v1/things', {
    body: { name, ending },
    headers: idempotencyKey === null ? {} : { 'Idempotency-Key': idempotencyKey },
  })
const made = async (name: string) =>
  (await database.db.orm.select().from(auditLog).where(eq(auditLog.action, name))).length
const kept = async (name: string) =>
  (await database.db.orm.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, name))).length

test('without a key every call is carried out', async () => {
  expect((await make('free', null)).status).toBe(201)
  expect((await make('free', null)).status).toBe(201)
  expect(await made('free')).toBe(2)
})

test('the same body gets the first answer again, bare or quoted', async () => {
  const first = await make('again', 'again')
  for (const spelled of ['again', '"again"']) {
    const next = await make('again', spelled)
    expect({ status: next.status, text: JSON.stringify(next.body) }).toEqual({
      status: 201,
      text: JSON.stringify(first.body),
    })
    expect(next.headers.get('idempotency-replayed')).toBe('true')
    expect(next.headers.get('content-type')).toBe(first.headers.get('content-type'))
  }
  expect(first.headers.get('idempotency-replayed')).toBeNull()
  expect(await made('again')).toBe(1)
})

test('another body is 422 and names the key', async () => {
  await make('mismatch', 'mismatch')
  const refused = await make('other', 'mismatch')
  expect(refused).toMatchObject({
    status: 422,
    body: { error: 'idempotency_mismatch', data: { issues: [{ path: 'Idempotency-Key' }] } },
  })
  expect(await made('other')).toBe(0)
})

test('of calls at the same instant one is carried out, and all get its answer', async () => {
  let open = () => {}
  gate = new Promise((resolve) => {
    open = resolve
  })
  entered = 0
  const calls = Array.from({ length: 8 }, () => make('same instant', 'same-instant'))
  await expect.poll(waiting).toBe(7)
  open()
  const answers = await Promise.all(calls)
  expect(entered).toBe(1)
  expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(201)
  expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(7)
  expect(await made('same instant')).toBe(1)
})

/** Connections of this test that wait for another one's row. */
async function waiting(): Promise<number> {
  const [row] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  return row?.n ?? 0
}

test.each([
  ['throw', 500],
  ['refuse', 409],
  ['fail', 503],
] as const)('what ends in a failure (%s) is undone and not kept', async (ending, status) => {
  expect((await make(ending, ending, ending)).status).toBe(status)
  expect({ made: await made(ending), kept: await kept(ending) }).toEqual({ made: 0, kept: 0 })
  expect((await make(ending, ending)).status).toBe(201)
  expect(await made(ending)).toBe(1)
})

test('a key that expired is taken over', async () => {
  const first = await make('expired', 'expired')
  await database.db
    .sql`update idempotency_keys set expires_at = now() - interval '1 second' where key = 'expired'`
  const next = await make('expired, and another body', 'expired')
  expect(next.status).toBe(201)
  expect(next.body.data?.id).not.toBe(first.body.data?.id)
  const [row] = await database.db.sql<{ hours: number }[]>`
    select round(extract(epoch from expires_at - now()) / 3600)::int as hours from idempotency_keys
    where key = 'expired'`
  expect(row?.hours).toBe(24)
})

test('another credential has its own keys', async () => {
  const first = await make('theirs', 'theirs')
  const other = await api.call('POST', '/v1/things', {
    body: { name: 'theirs' },
    key: await apiKey(database.db),
    headers: { 'Idempotency-Key': 'theirs' },
  })
  expect(other.status).toBe(201)
  expect(other.body.data?.id).not.toBe(first.body.data?.id)
})

test('a key whose answer was not kept is refused, and makes no second thing', async () => {
  await make('answerless', 'answerless')
  await database.db.sql`update idempotency_keys set answer = null where key = 'answerless'`
  expect(await make('answerless', 'answerless')).toMatchObject({
    status: 422,
    body: { error: 'unprocessable' },
  })
  expect(await made('answerless')).toBe(1)
})

test.each(['', ' ', '"', '"half', '""', 'é', 'x'.repeat(256)])('the key “%s” is 400', async (bad) => {
  const { status, body } = await make('bad key', bad)
  expect({ status, path: body.data?.issues?.[0]?.path }).toEqual({ status: 400, path: 'Idempotency-Key' })
  expect(await made('bad key')).toBe(0)
})

test('whoever waits too long for the first gives their connection back, and may ask again', async () => {
  const use = { scope: 'test', key: 'slow', bodyHash: '00' }
  const answer = { status: 201, body: '{}' }
  let carriedOut = 0
  const first = await carryOutOnce(database.db, use, newId(), async () => {
    carriedOut++
    const again = carryOutOnce(database.db, use, newId(), async () => answer, 1)
    await expect(again).rejects.toMatchObject({ code: 'unavailable' })
    return answer
  })
  expect(first).toEqual({ ...answer, replayed: false })
  const again = await carryOutOnce(database.db, use, newId(), async () => answer, 1)
  expect({ ...again, carriedOut }).toEqual({ ...answer, replayed: true, carriedOut: 1 })
})
