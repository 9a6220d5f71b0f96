import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { authenticateKey } from './authenticate.ts'
import { createApiKey } from './create.ts'
import { writeKeyUse } from './last-used.ts'
import { listApiKeys } from './list.ts'
import { revokeApiKey } from './revoke.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.db.sql`truncate api_keys, audit_log`)

const ctx = () => asMember(database.db)
const isKnown = async (key: string) => (await authenticateKey(database.db.orm, key, null)) !== null
const audited = () => database.db.sql`select action, actor, detail from audit_log order by id`

test('a key is listed with all but its secret', async () => {
  const made = await createApiKey(ctx(), {
    name: ' shop ',
    scopes: ['read', 'ingest', 'read'],
    rateLimit: 60,
  })
  const [key, ...others] = await listApiKeys(ctx())
  expect(others).toEqual([])
  expect(key).toMatchObject({
    id: made.id,
    name: 'shop',
    prefix: made.key.slice(0, 8),
    scopes: ['read', 'ingest'],
    rateLimit: 60,
    lastUsedAt: null,
    revokedAt: null,
  })
  expect(JSON.stringify(key)).not.toContain(made.key.slice(8))
  expect(await authenticateKey(database.db.orm, made.key, null)).toMatchObject({ rateLimit: 60 })
})

test.each(['', 'a\0b', 'a\r\nb', 'a\ud800'])('the name %j is refused, naming it', async (name) => {
  const made = createApiKey(ctx(), { name, scopes: ['read'] })
  await expect(made).rejects.toMatchObject({ code: 'bad_input', issues: [{ path: 'name' }] })
})

test('a revoked key is refused at once, and listed after those that work', async () => {
  const older = await createApiKey(ctx(), { name: 'older', scopes: ['read'] })
  const newer = await createApiKey(ctx(), { name: 'newer', scopes: ['read'] })
  expect(await isKnown(newer.key)).toBe(true)
  expect(await revokeApiKey(ctx(), { id: newer.id })).toEqual({ name: 'newer' })
  expect(await isKnown(newer.key)).toBe(false)
  expect(await isKnown(older.key)).toBe(true)
  expect((await listApiKeys(ctx())).map(({ name }) => name)).toEqual(['older', 'newer'])
})

test('revoking twice is one thing done; another id is unknown', async () => {
  const { id } = await createApiKey(ctx(), { name: 'shop', scopes: ['read'] })
  await Promise.all([revokeApiKey(ctx(), { id }), revokeApiKey(ctx(), { id })])
  expect(await audited()).toEqual([
    {
      action: 'api_key.create',
      actor: 'member:ada',
      detail: { name: 'shop', scopes: ['read'], rate_limit: null },
    },
    { action: 'api_key.revoke', actor: 'member:ada', detail: { name: 'shop' } },
  ])
  const gone = revokeApiKey(ctx(), { id: '0198c000-0000-7000-8000-000000000000' })
  await expect(gone).rejects.toMatchObject({ code: 'not_found' })
})

test('a key that is revoked while it is looked up does not come back', async () => {
  const { id, key } = await createApiKey(ctx(), { name: 'shop', scopes: ['read'] })
  const asked = isKnown(key)
  await revokeApiKey(ctx(), { id })
  await asked
  expect(await isKnown(key)).toBe(false)
})

test.each([
  ['name', { name: ' ', scopes: ['read'] }],
  ['scopes', { name: 'shop', scopes: [] }],
  ['scopes[0]', { name: 'shop', scopes: ['everything'] }],
  ['rateLimit', { name: 'shop', scopes: ['read'], rateLimit: 0 }],
  ['rateLimit', { name: 'shop', scopes: ['read'], rateLimit: 1.5 }],
])('a bad %s is named and no key is made', async (path, input) => {
  const made = createApiKey(ctx(), input as Parameters<typeof createApiKey>[1])
  await expect(made).rejects.toMatchObject({ code: 'bad_input', issues: [{ path }] })
  expect(await listApiKeys(ctx())).toEqual([])
})

test('when a key was last used is written in the background', async () => {
  const { key } = await createApiKey(ctx(), { name: 'shop', scopes: ['read'] })
  const unused = await createApiKey(ctx(), { name: 'unused', scopes: ['read'] })
  const before = Date.now()
  await isKnown(key)
  await isKnown(key)
  expect((await listApiKeys(ctx())).map(({ lastUsedAt }) => lastUsedAt)).toEqual([null, null])
  await writeKeyUse(database.db)
  const [first, used] = await listApiKeys(ctx())
  expect(first).toMatchObject({ id: unused.id, lastUsedAt: null })
  expect(Number(used?.lastUsedAt)).toBeGreaterThanOrEqual(before - 1)
  expect(Number(used?.lastUsedAt)).toBeLessThanOrEqual(Date.now())
})

test('a process that lags behind does not set the last use back', async () => {
  const { key } = await createApiKey(ctx(), { name: 'shop', scopes: ['read'] })
  await isKnown(key)
  await database.db.sql`update api_keys set last_used_at = '2100-01-01T00:00:00Z'`
  await writeKeyUse(database.db)
  expect((await listApiKeys(ctx()))[0]?.lastUsedAt).toEqual(new Date('2100-01-01T00:00:00Z'))
})
