import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { memberRoles } from '#server/db/schema/members.ts'
import { doesNotFit, type RenderEmail } from '#server/rendering/render-email.ts'
import { APP_SECRET, silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, recordedNotification } from '#server/testing/factories.ts'
import { createSource, type SourceDeps } from './create.ts'
import { deleteSource } from './delete.ts'
import { endSecret } from './end-secret.ts'
import { getSource } from './get.ts'
import { listSources } from './list.ts'
import { createLiveSources } from './live.ts'
import { revealSecrets } from './reveal-secrets.ts'
import { rotateSecret } from './rotate-secret.ts'
import { tryMapping } from './try-mapping.ts'
import { updateSource } from './update.ts'

const HOUR_MS = 3_600_000
let database: TestDatabase
let admin: Context
let deps: SourceDeps
let now: Date

beforeAll(async () => {
  database = await testDatabase()
  const live = createLiveSources(
    () => database.db,
    () => APP_SECRET,
  )
  deps = { appSecret: APP_SECRET, live }
  admin = { ...asMember(database.db), clock: { now: () => now } }
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  now = new Date('2026-11-21T09:30:00Z')
  await database.db.sql`truncate webhook_sources, source_traffic, source_refusals, audit_log`
  deps.live.forget()
})
afterEach(() => vi.useRealTimers())
afterAll(() => database.close())

const shop = { name: 'Web shop', key: 'web-shop', auth: 'signature' as const }
const secretsOf = async () =>
  (await revealSecrets(admin, deps, { key: 'web-shop' })).map(({ secret }) => secret)
const liveKeys = async () => (await deps.live.find('web-shop'))?.keysAt(now).length
const audited = async () =>
  (
    await database.db.sql<{ action: string; detail: Record<string, unknown> }[]>`
      select action, detail from audit_log order by id`
  ).map(({ action, detail }) => ({ action, detail }))

describe('a source', () => {
  test('is made with a secret that only sealed is kept, and stands in the list beside the built-in one', async () => {
    const made = await createSource(admin, deps, shop)
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const [row] = await database.db.sql<{ secrets: unknown }[]>`select secrets from webhook_sources`
    expect(JSON.stringify(row)).not.toContain(made.secret?.slice(6, 30))
    expect(await secretsOf()).toEqual([made.secret])
    expect(await listSources(admin)).toMatchObject([
      { key: 'events', builtIn: true },
      {
        key: 'web-shop',
        name: 'Web shop',
        builtIn: false,
        auth: 'signature',
        enabled: true,
        lastEventAt: null,
      },
    ])
    const log = JSON.stringify(await audited())
    expect(log).toContain('source.create')
    expect(log).not.toContain('whsec_')
  })

  test('may take the secret that its sender gave', async () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
    expect(await createSource(admin, deps, { ...shop, secret })).toEqual({ key: 'web-shop', secret })
  })

  test('of a key or open has none, until it asks for signatures', async () => {
    expect(await createSource(admin, deps, { ...shop, auth: 'key' })).toMatchObject({ secret: null })
    expect(await updateSource(admin, deps, { key: 'web-shop', auth: 'open' })).toEqual({ secret: null })
    const { secret } = await updateSource(admin, deps, { key: 'web-shop', auth: 'signature' })
    expect(await secretsOf()).toEqual([secret])
    // And keeps it when it was something else for a while.
    await updateSource(admin, deps, { key: 'web-shop', auth: 'open' })
    expect(await updateSource(admin, deps, { key: 'web-shop', auth: 'signature' })).toEqual({ secret: null })
    expect(await secretsOf()).toEqual([secret])
  })

  test.each([
    'events',
    'resend',
    'bounce',
    'A',
    'a',
    'Shop',
    'a--b',
    '-a',
    'a_b',
    'a/b',
    'ä1',
    'x'.repeat(61),
  ])('can not stand at “%s”', async (key) => {
    await expect(createSource(admin, deps, { ...shop, key })).rejects.toMatchObject({
      code: 'bad_input',
      issues: expect.arrayContaining([expect.objectContaining({ path: 'key' })]),
    })
  })

  test.each([
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(81) }],
    ['name', { name: 'a\u0000b' }],
    ['name', { name: '\ud800' }],
    ['auth', { auth: 'none' }],
    ['secret', { secret: 'whsec_short' }],
  ])('whose %s is %j is refused', async (path, change) => {
    await expect(createSource(admin, deps, { ...shop, ...change } as typeof shop)).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path }],
    })
    expect(await audited()).toEqual([])
  })

  test.each([
    ['mapping.recipient', { recipient: 'a..b' }],
    ['mapping.eventType.path', { eventType: { path: '' } }],
    ['mapping.eventType', { eventType: { path: 'a', value: 'B' } }],
    ['mapping.eventType', { eventType: {} }],
    ['mapping.somewhere', { somewhere: 'a' }],
    ['mapping.orderId', { orderId: 'a.\ud800' }],
  ])('is not changed to a mapping whose %s is wrong', async (path, mapping) => {
    await createSource(admin, deps, shop)
    const change = { key: 'web-shop', mapping } as Parameters<typeof updateSource>[2]
    await expect(updateSource(admin, deps, change)).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path }],
    })
    expect((await getSource(admin, { key: 'web-shop' })).mapping).toEqual({})
  })

  test('stands alone at its address, also when two make it at once', async () => {
    const both = await Promise.allSettled([createSource(admin, deps, shop), createSource(admin, deps, shop)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'conflict', issues: [{ path: 'key' }] },
    })
  })

  test('is changed, seen by requests at once, and deleted with its counts; its notifications stay', async () => {
    await createSource(admin, deps, shop)
    expect(await deps.live.find('web-shop')).toMatchObject({ enabled: true })
    await updateSource(admin, deps, { key: 'web-shop', enabled: false, name: 'Shop', rateLimit: 60 })
    expect(await deps.live.find('web-shop')).toMatchObject({ enabled: false, rateLimit: 60 })
    const at = { source: 'webhook' as const, sourceName: 'web-shop', at: new Date('2026-11-21T09:00:00Z') }
    const { id } = await recordedNotification(database.db, at)
    await database.db.sql`insert into source_traffic values ('web-shop', ${now.toISOString()}, 1, 1)`
    await deleteSource(admin, deps, { key: 'web-shop' })
    expect(await deps.live.find('web-shop')).toBeNull()
    expect(await database.db.sql`select from source_traffic`).toHaveLength(0)
    expect(await database.db.sql`select from notifications where id = ${id}`).toHaveLength(1)
    expect((await audited()).map(({ action }) => action)).toEqual([
      'source.create',
      'source.update',
      'source.delete',
    ])
    await expect(deleteSource(admin, deps, { key: 'web-shop' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(getSource(admin, { key: 'web-shop' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a secret', () => {
  test('lives on beside the new one for as long as was chosen', async () => {
    const first = (await createSource(admin, deps, shop)).secret
    const { secret, beforeUntil } = await rotateSecret(admin, deps, { key: 'web-shop', overlapHours: 2 })
    expect(beforeUntil).toBe(new Date(now.getTime() + 2 * HOUR_MS).toISOString())
    expect(await secretsOf()).toEqual([secret, first])
    expect(await liveKeys()).toBe(2)
    now = new Date(now.getTime() + 2 * HOUR_MS + 1)
    expect(await liveKeys()).toBe(1)
    expect(await secretsOf()).toEqual([secret])
    expect((await getSource(admin, { key: 'web-shop' })).secrets).toHaveLength(1)
  })

  test('is one of two at most: rotated again, the oldest ends', async () => {
    await createSource(admin, deps, shop)
    const second = (await rotateSecret(admin, deps, { key: 'web-shop' })).secret
    const third = (await rotateSecret(admin, deps, { key: 'web-shop' })).secret
    expect(await secretsOf()).toEqual([third, second])
  })

  test('ends at once when no overlap is wanted, or when somebody ends it', async () => {
    await createSource(admin, deps, shop)
    const second = (await rotateSecret(admin, deps, { key: 'web-shop', overlapHours: 0 })).secret
    expect(await secretsOf()).toEqual([second])
    const { secret, beforeUntil } = await rotateSecret(admin, deps, { key: 'web-shop' })
    expect(beforeUntil).toBe(new Date(now.getTime() + 24 * HOUR_MS).toISOString())
    const { secrets } = await getSource(admin, { key: 'web-shop' })
    const [newest, before] = secrets.map(({ id }) => id)
    await expect(endSecret(admin, deps, { key: 'web-shop', secretId: newest ?? '' })).rejects.toMatchObject({
      code: 'unprocessable',
    })
    await endSecret(admin, deps, { key: 'web-shop', secretId: before ?? '' })
    expect(await secretsOf()).toEqual([secret])
    expect(await liveKeys()).toBe(1)
    await expect(endSecret(admin, deps, { key: 'web-shop', secretId: newId() })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('can not be read with another APP_SECRET, and then lets nobody in', async () => {
    await createSource(admin, deps, shop)
    const other = createLiveSources(
      () => database.db,
      () => `${APP_SECRET} changed`,
    )
    expect((await other.find('web-shop'))?.keysAt(now)).toEqual([])
    const changed = { ...deps, appSecret: `${APP_SECRET} changed` }
    await expect(revealSecrets(admin, changed, { key: 'web-shop' })).rejects.toMatchObject({
      code: 'unprocessable',
    })
  })

  test('is never in what is read back, and who revealed it is written down', async () => {
    const { secret } = await createSource(admin, deps, shop)
    const read = JSON.stringify([await getSource(admin, { key: 'web-shop' }), await listSources(admin)])
    expect(read).not.toContain('sealed')
    expect(read).not.toContain(secret)
    await revealSecrets(admin, deps, { key: 'web-shop' })
    expect((await audited()).at(-1)).toEqual({
      action: 'source.reveal_secrets',
      detail: { key: 'web-shop' },
    })
  })
})

describe('members', () => {
  const verbs: Record<string, (ctx: Context) => Promise<unknown>> = {
    create: (ctx) => createSource(ctx, deps, { ...shop, key: 'other' }),
    update: (ctx) => updateSource(ctx, deps, { key: 'web-shop', name: 'New' }),
    rotateSecret: (ctx) => rotateSecret(ctx, deps, { key: 'web-shop' }),
    endSecret: (ctx) => endSecret(ctx, deps, { key: 'web-shop', secretId: newId() }),
    revealSecrets: (ctx) => revealSecrets(ctx, deps, { key: 'web-shop' }),
    delete: (ctx) => deleteSource(ctx, deps, { key: 'web-shop' }),
  }
  test.each(memberRoles.filter((role) => role !== 'admin'))('who are %ss only look', async (role) => {
    await createSource(admin, deps, shop)
    const ctx: Context = { ...admin, actor: { kind: 'member', id: 'bo', name: 'Bo', role } }
    for (const verb of Object.values(verbs))
      await expect(verb(ctx)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await listSources(ctx)).toHaveLength(2)
    expect(await getSource(ctx, { key: 'web-shop' })).toMatchObject({ name: 'Web shop' })
    expect(await audited()).toHaveLength(1)
  })
})

describe('requests', () => {
  test('of names that nobody made read the sources once a second at most', async () => {
    let reads = 0
    const live = createLiveSources(
      () => {
        reads++
        return database.db
      },
      () => APP_SECRET,
    )
    await Promise.all(Array.from({ length: 200 }, (_, n) => live.find(`stranger-${n}`)))
    expect(reads).toBe(1)
    await createSource(admin, deps, shop)
    vi.setSystemTime(Date.now() + 1_001)
    expect(await live.find('web-shop')).toMatchObject({ key: 'web-shop' })
    expect(reads).toBe(2)
  })

  test('see a change of another process within five seconds', async () => {
    const elsewhere = createLiveSources(
      () => database.db,
      () => APP_SECRET,
    )
    await createSource(admin, deps, shop)
    expect(await elsewhere.find('web-shop')).toMatchObject({ enabled: true })
    await updateSource(admin, deps, { key: 'web-shop', enabled: false })
    vi.setSystemTime(Date.now() + 5_000)
    expect(await elsewhere.find('web-shop')).toMatchObject({ enabled: false })
  })
})

describe('the figures', () => {
  test('are those of the last 24 hours, by the hour', async () => {
    await createSource(admin, deps, shop)
    const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * HOUR_MS).toISOString()
    await database.db.sql`insert into source_traffic values
      ('web-shop', ${at(0)}, 5, 1), ('web-shop', ${at(0.25)}, 5, 0), ('web-shop', ${at(3)}, 2, 2),
      ('web-shop', ${at(30)}, 100, 100), ('other', ${at(0)}, 9, 9)`
    const last = await recordedNotification(database.db, {
      source: 'webhook',
      sourceName: 'web-shop',
      at: new Date('2026-11-21T09:29:00Z'),
    })
    const [, row] = await listSources(admin)
    expect(row).toMatchObject({ accepted: 12, refused: 3, lastEventAt: new Date('2026-11-21T09:29:00Z') })
    const { traffic, events } = await getSource(admin, { key: 'web-shop' })
    expect(traffic).toHaveLength(24)
    expect(traffic.at(-1)).toEqual({
      from: new Date('2026-11-21T09:00:00Z'),
      to: new Date('2026-11-21T10:00:00Z'),
      accepted: 10,
      refused: 1,
    })
    expect(traffic.at(-4)).toMatchObject({ accepted: 2, refused: 2 })
    expect(traffic.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(12)
    expect(events[0]?.id).toBe(last.id)
  })
})

describe('a trial', () => {
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  /** A template that wants an order's number. */
  const render: RenderEmail = async ({ templateKey, templateVersion, data }) => {
    if (!data.order_id) throw doesNotFit(templateKey, [{ path: 'order_id', message: 'is required' }])
    return { subject: `Your order ${data.order_id}`, html: '', text: '', version: templateVersion }
  }
  const tried = (mapping: object, payload: Record<string, unknown>) =>
    tryMapping(admin, { settings, log: silent(), render }, { key: 'web-shop', mapping, payload })

  beforeAll(() => orderWorkflow(database.db, { key: 'order-created' }))

  test('says what would be found and who would get it, and stores nothing', async () => {
    const before = await database.db.sql`select count(*) from notifications`
    const payload = { kind: 'ORDER_CREATED', buyer: { mail: 'ada@example.com' }, order_id: 9 }
    const found = await tried({ eventType: { path: 'kind' }, recipient: 'buyer.mail' }, payload)
    expect(found).toMatchObject({
      eventType: 'ORDER_CREATED',
      addressee: 'ada@example.com',
      ids: { orderId: '9' },
      workflow: { key: 'order-created' },
      deliveries: [
        {
          channel: 'email',
          address: 'ada@example.com',
          status: 'QUEUED',
          subject: 'Your order 9',
          fault: null,
        },
      ],
    })
    expect(await database.db.sql`select count(*) from notifications`).toEqual(before)
  })

  test('says what the template lacks', async () => {
    const payload = { type: 'ORDER_CREATED', to: 'ada@example.com' }
    expect((await tried({ recipient: 'to' }, payload)).deliveries).toMatchObject([
      { subject: null, fault: expect.stringContaining('order_id: is required') },
    ])
  })

  test('says why nobody would', async () => {
    expect(await tried({}, { hello: 'world' })).toMatchObject({
      eventType: null,
      workflow: null,
      deliveries: [],
      reason: expect.stringContaining('without a type'),
    })
  })

  test('takes no payload that a request could not bring', async () => {
    await expect(tried({ recipient: 'to' }, { to: 'a\u0000b' })).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path: 'payload.to' }],
    })
  })

  test('names each bad path', async () => {
    await expect(tried({ orderId: '[' }, {})).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path: 'mapping.orderId' }],
    })
  })
})
