import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { pushSubscriptions } from '#server/db/schema/users.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember, pendingNotification, sentNotification } from '#server/testing/factories.ts'
import { browseUsers } from './browse.ts'
import { createUser } from './create.ts'
import { describeUser } from './describe.ts'
import { userHistory } from './history.ts'
import { removeSubscription } from './remove-subscription.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const ctx = () => asMember(database.db)
const viewer = () => ({
  ...ctx(),
  actor: { kind: 'member' as const, id: 'v', name: 'Vera', role: 'viewer' as const },
})
const made = async (fields: { email_address: string } & Record<string, unknown>) =>
  (await createUser(ctx(), fields, newId())).id
const deps = {
  recipientLink: (address: string) => `https://posthorn.test/u/${address}`,
  defaultTimezone: 'UTC',
}
const subscribed = async (userId: string, columns: Partial<typeof pushSubscriptions.$inferInsert> = {}) => {
  const row = {
    ...{ id: newId(), userId, endpoint: `https://push.example.com/${newId()}`, p256dh: 'p', auth: 'a' },
    ...{ createdAt: new Date(), ...columns },
  }
  await database.db.orm.insert(pushSubscriptions).values(row)
  return row
}
const suppressed = (channel: 'email' | 'push', address: string) =>
  database.db.orm
    .insert(suppressions)
    .values({ id: newId(), channel, address, reason: 'hard_bounce', detail: 'gone', createdAt: new Date() })

describe('the list', () => {
  test('walks to the older and back, and says why something may not reach a user', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.unshift(await made({ email_address: `walker-${n}@example.com` }))
    const quiet = await made({
      ...{ email_address: 'Walker-Quiet@example.com', preferences: { push_enabled: false } },
    })
    await suppressed('email', 'walker-quiet@example.com')
    ids.unshift(quiet)
    const page = (input: object) => browseUsers(ctx(), { q: 'walker-', limit: 2, ...input })
    const first = await page({})
    expect(first).toMatchObject({ total: 6, estimated: false, previousCursor: null })
    expect(first.rows[0]).toMatchObject({ id: quiet, suppressed: 'hard_bounce', pushEnabled: false })
    const second = await page({ cursor: first.nextCursor })
    const third = await page({ cursor: second.nextCursor })
    expect([first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(ids)
    expect(third.nextCursor).toBeNull()
    const back = await page({ cursor: third.previousCursor, direction: 'previous' })
    expect(back.rows).toEqual(second.rows)
    expect((await page({ cursor: back.previousCursor, direction: 'previous' })).previousCursor).toBeNull()
  })

  test('finds one among very many, and many among very many', async () => {
    await database.db.sql`
      insert into users (id, email, external_id, name, created_at, updated_at)
      select overlay('01900000-0000-7000-8000-000000000000' placing lpad(to_hex(n), 12, '0') from 25)::uuid,
        'many-' || n || '@example.com', 'M' || n, 'Many ' || case when n % 2 = 0 then 'Even' else 'Odd' end, now(), now()
      from generate_series(1, 21000) n`
    await database.db.sql`analyze users`
    expect((await browseUsers(ctx(), { q: 'M20999' })).rows).toMatchObject([{ externalId: 'M20999' }])
    const even = await browseUsers(ctx(), { q: 'even many', limit: 3 })
    expect(even).toMatchObject({ estimated: true, rows: [{ externalId: 'M21000' }, {}, {}] })
    expect(even.total).toBeGreaterThan(10_000)
    const next = await browseUsers(ctx(), { q: 'even many', limit: 3, cursor: even.nextCursor })
    expect(next.rows.map(({ externalId }) => externalId)).toEqual(['M20994', 'M20992', 'M20990'])
    const all = await browseUsers(ctx(), { q: 'many-', limit: 1 })
    expect(all).toMatchObject({ estimated: true, rows: [{ externalId: 'M21000' }] })
  })

  test('is not for viewers', async () => {
    await expect(browseUsers(viewer(), {})).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('one user', () => {
  test('is described with devices, suppressions and every category, and no key of a device', async () => {
    const preferences = { categories: { unheard: { email: false } } }
    const id = await made({ email_address: 'Told@example.com', preferences })
    const phone = await subscribed(id, {
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
    })
    await suppressed('email', 'told@example.com')
    await suppressed('push', phone.endpoint.toLowerCase())
    await database.db.sql`insert into address_preferences values ('told@example.com', '{marketing}', now())`
    await sentNotification(database.db, { userId: id })
    const told = await describeUser(ctx(), deps, { id })
    expect(told).toMatchObject({
      email: 'Told@example.com',
      recipientLink: 'https://posthorn.test/u/Told@example.com',
      devices: [{ id: phone.id, name: 'Firefox on Linux', host: 'push.example.com' }],
      suppressions: [
        { channel: 'email', reason: 'hard_bounce', deviceId: null },
        { channel: 'push', deviceId: phone.id },
      ],
      optedOut: ['marketing'],
      notifications: { count: 1, capped: false },
    })
    expect(Object.keys(told.devices[0] ?? {})).not.toContain('auth')
    expect(told.categories.find(({ key }) => key === 'security')).toMatchObject({ required: true })
    expect(told.categories.at(-1)).toMatchObject({ key: 'unheard', required: false })
  })

  test('who is not there is said not to be there', async () => {
    await expect(describeUser(ctx(), deps, { id: newId() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(describeUser(viewer(), deps, { id: newId() })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('has the notifications that were for them, newest first', async () => {
    const id = await made({ email_address: 'history@example.com' })
    for (let n = 0; n < 3; n++) await pendingNotification(database.db, { userId: id, eventType: `E${n}` })
    await pendingNotification(database.db, { eventType: 'OTHER' })
    const first = await userHistory(ctx(), { id, limit: 2 })
    expect(first.rows.map(({ eventType }) => eventType)).toEqual(['E2', 'E1'])
    const rest = await userHistory(ctx(), { id, limit: 2, cursor: first.nextCursor })
    expect(rest).toMatchObject({ rows: [{ eventType: 'E0' }], nextCursor: null })
  })

  test('loses a device, which nobody else can take away', async () => {
    const [id, other] = [
      await made({ email_address: 'device@example.com' }),
      await made({ email_address: 'nodevice@example.com' }),
    ]
    const { id: subscriptionId } = await subscribed(id)
    const missing = removeSubscription(ctx(), { id: other, subscriptionId })
    await expect(missing).rejects.toMatchObject({ code: 'not_found' })
    await removeSubscription(ctx(), { id, subscriptionId })
    expect((await describeUser(ctx(), deps, { id })).devices).toEqual([])
    const audited = await database.db.sql`
      select detail from audit_log where action = 'push_subscription.delete' and target_id = ${subscriptionId}`
    expect(audited).toEqual([{ detail: { user_id: id } }])
  })
})
