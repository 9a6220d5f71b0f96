import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember, pendingNotification, queuedDelivery } from '#server/testing/factories.ts'
import { createUser } from '#server/users/create.ts'
import { updateUser } from '#server/users/update.ts'
import { replacePreferences } from './replace.ts'
import { setPreferences } from './set.ts'

let database: TestDatabase
let id: string
let sequence = 0

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  const user = { email_address: `person-${++sequence}@example.com` }
  id = (await createUser(asMember(database.db), user, newId())).id
})

const set = (change: object) => setPreferences(asMember(database.db), { id, ...change })

describe('setting preferences', () => {
  test('changes what is named, down to a channel of a category, and answers all', async () => {
    await set({ categories: { orders: { email: false }, product: { push: false } } })
    await set({ pushEnabled: false, quietHours: { start: '22:00', end: '07:00' } })
    expect(await set({ categories: { orders: { push: true }, product: { push: null } } })).toEqual({
      emailEnabled: true,
      pushEnabled: false,
      quietHoursStart: '22:00',
      quietHoursEnd: '07:00',
      categories: { orders: { email: false, push: true } },
    })
    expect(await set({ quietHours: null })).toMatchObject({ quietHoursStart: null, quietHoursEnd: null })
  })

  test('by two members at once keeps what both want', async () => {
    await Promise.all([
      set({ categories: { orders: { email: false } } }),
      set({ categories: { orders: { push: false } } }),
      set({ categories: { marketing: { email: true } } }),
    ])
    expect((await set({})).categories).toEqual({
      orders: { email: false, push: false },
      marketing: { email: true },
    })
  })

  test('can not switch off what is required, whichever category it is', async () => {
    await database.db
      .sql`insert into categories (key, name, required, email_default, push_default, unsubscribable,
        critical, built_in, position, created_at, updated_at)
      values ('legal', 'Legal', true, true, true, false, false, false, 99, now(), now()) on conflict do nothing`
    const issue = { code: 'bad_input', issues: [{ path: 'categories.legal.push' }] }
    await expect(set({ categories: { legal: { push: false } } })).rejects.toMatchObject(issue)
    const replaced = replacePreferences(asMember(database.db), {
      user_id: id,
      categories: { legal: { push: false } },
    })
    await expect(replaced).rejects.toMatchObject(issue)
    expect((await set({ categories: { legal: { push: true } } })).categories).toEqual({
      legal: { push: true },
    })
  })

  test('by switching on ends an opting out by a link also where it was chosen before', async () => {
    await set({ categories: { marketing: { email: true } } })
    const address = `person-${sequence}@example.com`
    await database.db.sql`insert into address_preferences values (${address}, '{marketing}', now())`
    await set({ categories: { marketing: { push: true } } })
    const left = () => database.db.sql`select off from address_preferences where address = ${address}`
    expect(await left()).toEqual([{ off: ['marketing'] }])
    await set({ categories: { marketing: { email: true } } })
    expect(await left()).toEqual([{ off: [] }])
  })

  test('lets stay off what became required later, so that what was read can be written back', async () => {
    await set({ categories: { product: { email: false } } })
    await database.db.sql`update categories set required = true where key = 'product'`
    const kept = { user_id: id, categories: { product: { email: false } } }
    expect((await replacePreferences(asMember(database.db), kept)).preferences.categories).toEqual({
      product: { email: false },
    })
    await database.db.sql`update categories set required = false where key = 'product'`
  })

  test('switches on what a link in a mail had switched off for the address', async () => {
    const address = `person-${sequence}@example.com`
    await database.db.sql`insert into address_preferences values (${address}, '{marketing,product}', now())`
    await set({ categories: { marketing: { email: true } } })
    const [left] = await database.db.sql`select off from address_preferences where address = ${address}`
    expect(left).toEqual({ off: ['product'] })
  })

  test('is written down', async () => {
    await set({ categories: { orders: { email: false } } })
    const [entry] = await database.db.sql`
      select detail from audit_log where action = 'preferences.set' and target_id = ${id}`
    expect(entry).toEqual({ detail: { categories: { orders: { email: false } } } })
  })

  test.each([
    ['nobody', { id: newId() }, 'not_found'],
    ['quiet hours that end as they begin', { quietHours: { start: '08:00', end: '08:00' } }, 'bad_input'],
    ['a time that is none', { quietHours: { start: '25:00', end: '08:00' } }, 'bad_input'],
    ['a channel that is none', { categories: { orders: { sms: true } } }, 'bad_input'],
  ])('refuses %s', async (_, change, code) => {
    await expect(set(change)).rejects.toMatchObject({ code })
  })
})

describe('what quiet hours hold', () => {
  const held = async () => {
    const notification = await pendingNotification(database.db, { userId: id, status: 'SCHEDULED' })
    return queuedDelivery(database.db, notification, {
      ...{ userId: id, status: 'HELD', reason: 'quiet_hours' },
      dueAt: new Date(Date.now() + 3_600_000),
    })
  }
  const dueIn = async (deliveryId: string) => {
    const [row] = await database.db.sql<{ ms: number }[]>`
      select extract(epoch from due_at - now()) * 1000 as ms from deliveries where id = ${deliveryId}`
    return Number(row?.ms)
  }

  test.each<[string, () => Promise<unknown>]>([
    ['preferences are set', () => set({ quietHours: null })],
    ['preferences are replaced', () => replacePreferences(asMember(database.db), { user_id: id })],
    [
      'the time zone changes',
      () => updateUser(asMember(database.db), { user_id: id, timezone: 'Asia/Tokyo' }),
    ],
    [
      'preferences are changed with the user',
      () => updateUser(asMember(database.db), { user_id: id, preferences: { push_enabled: false } }),
    ],
  ])('is looked at again when %s', async (_, change) => {
    const delivery = await held()
    await change()
    expect(await dueIn(delivery.id)).toBeLessThanOrEqual(0)
  })

  test('stays held when the name changes', async () => {
    const delivery = await held()
    await updateUser(asMember(database.db), { user_id: id, name: 'Ada' })
    expect(await dueIn(delivery.id)).toBeGreaterThan(3_000_000)
  })
})
