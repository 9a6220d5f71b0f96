import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { apiKey, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'

let database: TestDatabase
let api: TestApi

const people: readonly (readonly [name: string | null, email: string, externalId: string | null])[] = [
  ['Ada Lovelace', 'ada@example.com', 'P9'],
  ['Jean-Luc O’Brien', 'jl@ship.example.com', 'crew/1'],
  ['ada.wong', 'wong@example.com', 'P90'],
  ['Zoë Adams', 'zoe_x@example.com', 'p_9'],
  [null, 'Nameless@Example.com', null],
  ['José Łukasz Strauß-Weiss', 'strauss@example.com', null],
  ['名無し さん', 'cjk@example.com', '100%'],
]

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db, ['users']))
  for (const [name, email_address, external_id] of people) {
    await api.call('POST', '/v1/users', { body: { name, email_address, external_id } })
  }
})
afterAll(() => database.close())

interface Listed {
  emails: string[]
  meta: Record<string, unknown>
}

async function listed(query: string): Promise<Listed> {
  const { status, body } = await api.call('GET', `/v1/users?${query}`)
  expect({ status, body }).toMatchObject({ status: 200 })
  const data = body.data as unknown as { email_address: string }[]
  return { emails: data.map((user) => user.email_address), meta: body.meta as Record<string, unknown> }
}

test('users are listed newest first', async () => {
  const { emails, meta } = await listed('')
  expect(emails).toEqual(people.map(([, email]) => email).reverse())
  expect(meta).toEqual({ total: 7, limit: 50, page: 1, total_pages: 1, has_next: false, has_previous: false })
})

test.each<[string, string[]]>([
  ['ADA', ['zoe_x@example.com', 'wong@example.com', 'ada@example.com']],
  ['lovel', ['ada@example.com']],
  ['love ad', ['ada@example.com']],
  ['wong', ['wong@example.com']],
  ['luc', ['jl@ship.example.com']],
  ["o'brien", ['jl@ship.example.com']],
  ['zoe', ['zoe_x@example.com']],
  ['ZOÉ', ['zoe_x@example.com']],
  ['jose lukasz', ['strauss@example.com']],
  ['STRAUSS', ['strauss@example.com']],
  ['Weiß José', ['strauss@example.com']],
  ['O’Brien', ['jl@ship.example.com']],
  ['jean-l', ['jl@ship.example.com']],
  ["a' \\ & !", ['zoe_x@example.com', 'wong@example.com', 'ada@example.com']],
  ['名無', ['cjk@example.com']],
  ['ada@', ['ada@example.com']],
  ['ADA@example.com', ['ada@example.com']],
  ['nameless@', ['Nameless@Example.com']],
  ['p9', ['wong@example.com', 'ada@example.com']],
  ['p_9', ['zoe_x@example.com']],
  ['zoe_', ['zoe_x@example.com']],
  ['100%', ['cjk@example.com']],
  ['crew/', ['jl@ship.example.com']],
  ['%', []],
  ["' | 'ada", ['zoe_x@example.com', 'wong@example.com', 'ada@example.com']],
  ['nobody', []],
])('“%s” finds %j', async (q, emails) => {
  const found = await listed(`q=${encodeURIComponent(q)}`)
  expect(found.emails).toEqual(emails)
  expect(found.meta.total).toBe(emails.length)
})

test('pages by number and by cursor show the same', async () => {
  const all = (await listed('')).emails
  const byNumber: string[] = []
  for (const page of [1, 2, 3, 4]) byNumber.push(...(await listed(`limit=2&page=${page}`)).emails)
  expect(byNumber).toEqual(all)

  const byCursor: string[] = []
  for (let query = 'limit=4'; ; ) {
    const { emails, meta } = await listed(query)
    byCursor.push(...emails)
    expect(meta.has_next).toBe(meta.next_cursor !== undefined)
    if (!meta.next_cursor) break
    query = `limit=4&cursor=${String(meta.next_cursor)}`
  }
  expect(byCursor).toEqual(all)
})

test.each([
  ['page=0', 'page'],
  ['page=x', 'page'],
  ['limit=201', 'limit'],
  ['limit=0', 'limit'],
  ['cursor=5', 'cursor'],
  ['cursor=0198f3c2-6b1e-7c44-9a51-2f0d8e7a1b33&page=2', 'page'],
  ['page=51&limit=200', 'cursor'],
  ['page=1e300', 'page'],
  [`q=${'x'.repeat(255)}`, 'q'],
  ['q=a%00b', 'q'],
  ['q=a&q=b', 'q'],
])('%s is 400 and names %s', async (query, path) => {
  expect(await api.call('GET', `/v1/users?${query}`)).toMatchObject({
    status: 400,
    body: { data: { issues: [{ path }] } },
  })
})

test('beyond 10,000 the total is an estimate and says so', async () => {
  await database.db.sql`
    insert into users (id, name, email, created_at, updated_at)
    select gen_random_uuid(), 'Many ' || n, 'many-' || n || '@example.com', now(), now() from generate_series(1, 12000) n`
  await database.db.sql`analyze users`
  for (const query of ['limit=1', 'limit=1&q=many']) {
    const { meta } = await listed(query)
    expect(meta).toMatchObject({ total_estimated: true, has_next: true })
    expect(Number(meta.total)).toBeGreaterThan(11_000)
    expect(Number(meta.total)).toBeLessThan(13_000)
  }
  expect((await listed(`limit=1&q=many-1199`)).meta).toMatchObject({ total: 11 })
  expect((await listed(`limit=200&page=50`)).emails).toHaveLength(200)
})

test('a cursor is any id, there or not', async () => {
  const { emails, meta } = await listed(`cursor=${newId()}&limit=3`)
  expect(emails).toHaveLength(3)
  expect(meta.has_previous).toBe(true)
})
