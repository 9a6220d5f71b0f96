import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { providerEvents } from '#server/db/schema/suppressions.ts'
import { setPreferences } from '#server/preferences/set.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember, attempt, sentNotification } from '#server/testing/factories.ts'
import { createUser } from './create.ts'
import { exportUser } from './export.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const ctx = () => asMember(database.db)
const made = async (email_address: string) =>
  (await createUser(ctx(), { email_address, name: 'Ada' }, newId())).id

interface Exported {
  user: Record<string, unknown>
  preferences: Record<string, unknown> | null
  push_subscriptions: Record<string, unknown>[]
  suppressions: Record<string, unknown>[]
  audit: Record<string, unknown>[]
  notifications: (Record<string, unknown> & { deliveries: Record<string, unknown>[] })[]
}

async function exported(id: string): Promise<Exported> {
  const { pieces } = await exportUser(ctx(), { id })
  let text = ''
  for await (const piece of pieces) text += piece
  return JSON.parse(text)
}

test('holds everything of the person, nothing of others, and no key of a device', async () => {
  const id = await made('Ada@example.com')
  const other = await made('bob@example.com')
  await setPreferences(ctx(), { id, categories: { orders: { email: false } } })
  await database.db.sql`insert into push_subscriptions values
    (${newId()}, ${id}, 'https://push.example.com/1', 'P256DH', 'AUTHKEY', null, now(), 'Firefox')`
  const sent = await sentNotification(database.db, { userId: id, address: 'Ada@example.com' })
  await attempt(database.db, sent.delivery, { error: 'greylisted' })
  await database.db.orm.insert(providerEvents).values({
    ...{
      id: 'e1',
      provider: 'smtp',
      type: 'delivered',
      detail: { words: 'ok' },
      deliveryId: sent.delivery.id,
    },
    ...{ at: new Date(), receivedAt: new Date() },
  })
  const byAddress = await sentNotification(database.db, { address: 'ada@example.com' })
  await sentNotification(database.db, { userId: other, address: 'bob@example.com', payload: { bob: true } })

  const all = await exported(id)
  expect(all).toMatchObject({
    user: { id, email: 'Ada@example.com', name: 'Ada' },
    preferences: { categories: { orders: { email: false } } },
    push_subscriptions: [{ endpoint: 'https://push.example.com/1', user_agent: 'Firefox' }],
  })
  expect(all.notifications.map((one) => one.id)).toEqual([sent.notification.id, byAddress.notification.id])
  expect(all.notifications[0]?.deliveries).toMatchObject([
    {
      address: 'Ada@example.com',
      content: { subject: 'Your order 123' },
      provider_events: [{ type: 'delivered' }],
    },
  ])
  expect(JSON.stringify(all.notifications[0]?.deliveries)).toContain('greylisted')
  expect(all.audit.map(({ action }) => action)).toEqual(['user.create', 'preferences.set', 'user.export'])
  expect(JSON.stringify(all)).not.toMatch(/P256DH|AUTHKEY|bob/)
})

test('finds the same by an id in capitals, and is noted under the id as it is kept', async () => {
  const id = await made('capitals@example.com')
  const { user, audit } = await exported(id.toUpperCase())
  expect(user).toMatchObject({ id })
  expect(audit.map(({ action }) => action)).toContain('user.create')
  const notes = await database.db
    .sql`select from audit_log where action = 'user.export' and target_id = ${id}`
  expect(notes).toHaveLength(1)
})

test('goes on from page to page, a piece at a time', async () => {
  const id = await made('many@example.com')
  await database.db.sql`
    insert into notifications (id, status, source, trace_id, user_id, payload, created_at)
    select overlay(${newId()}::text placing lpad(to_hex(n), 12, '0') from 25)::uuid, 'SENT', 'api', gen_random_uuid(),
      ${id}, jsonb_build_object('n', n), now() from generate_series(1, 250) n`
  const all = await exported(id)
  expect(all.notifications).toHaveLength(250)
  expect(new Set(all.notifications.map((one) => one.id)).size).toBe(250)
})

test('of somebody without a history is whole all the same', async () => {
  expect(await exported(await made('new@example.com'))).toMatchObject({
    preferences: null,
    notifications: [],
  })
})

test('hides what is sensitive, and leaves its mail out', async () => {
  const id = await made('secret@example.com')
  await sentNotification(database.db, { userId: id, sensitive: true })
  const { notifications } = await exported(id)
  expect(notifications[0]?.deliveries).toMatchObject([{ content: null }])
})

test('is for those who may see users, and of users', async () => {
  const id = await made('viewed@example.com')
  const actor = { kind: 'member', id: 'v', name: 'Vera', role: 'author' } as const
  await expect(exportUser({ ...ctx(), actor }, { id })).rejects.toMatchObject({ code: 'forbidden' })
  const before = await exports()
  await expect(exportUser(ctx(), { id: newId() })).rejects.toMatchObject({ code: 'not_found' })
  expect(await exports()).toBe(before)
})

const exports = async () => {
  const [row] = await database.db.sql<{ count: number }[]>`
    select count(*)::integer as count from audit_log where action = 'user.export'`
  return row?.count
}
