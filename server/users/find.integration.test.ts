import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { preferences, pushSubscriptions, users } from '#server/db/schema/users.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { findPlanUsers, findUsers } from './find.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('an id means its own user, whoever else has it for an external id', async () => {
  const { orm } = database.db
  const at = { createdAt: new Date(), updatedAt: new Date() }
  const [ada, before, after] = [newId(), newId(), newId()]
  await orm.insert(users).values([{ ...at, id: before, externalId: 'P9' }])
  await orm.insert(users).values([{ ...at, id: ada }])
  await orm.insert(users).values([{ ...at, id: after, externalId: ada }])
  const found = await findUsers(orm, [ada, ada.toUpperCase(), `ext:${ada}`, 'P9', 'ext:P9', 'nobody'])
  expect(Object.fromEntries([...found].map(([value, user]) => [value, user.id]))).toMatchObject({
    [ada]: ada,
    [ada.toUpperCase()]: ada,
    [`ext:${ada}`]: after,
    P9: before,
    'ext:P9': before,
  })
  expect(found.has('nobody')).toBe(false)
})

test('as planning takes them: what they chose, and the browsers that have not expired, oldest first', async () => {
  const { db } = database
  const now = new Date()
  const later = (ms: number) => new Date(now.getTime() + ms)
  const [eve, bob] = [newId(), newId()]
  await db.orm.insert(users).values([
    { id: eve, email: 'Eve@Example.com', language: 'de', createdAt: now, updatedAt: now },
    { id: bob, externalId: 'P10', createdAt: now, updatedAt: now },
  ])
  const categories = { marketing: { email: false } }
  const chosen = { pushEnabled: false, quietHoursStart: '22:00', quietHoursEnd: '07:00', categories }
  await db.orm.insert(preferences).values({ userId: eve, ...chosen, updatedAt: now })
  await db.orm.insert(pushSubscriptions).values(
    [
      { endpoint: 'https://push.example.com/new', createdAt: later(2) },
      { endpoint: 'https://push.example.com/old', createdAt: later(1), expiresAt: later(1000) },
      { endpoint: 'https://push.example.com/gone', createdAt: now, expiresAt: now },
    ].map((one) => ({ id: newId(), userId: eve, p256dh: 'p', auth: 'a', ...one })),
  )
  const wanted = { ids: [eve, 'P10', 'ext:P10', 'nobody'], emails: ['eve@EXAMPLE.com', 'guest@example.com'] }
  const found = await findPlanUsers(db, { ...wanted, endpoints: true }, now)
  expect(found.findUserByEmail('EVE@example.com')).toEqual({
    ...{ id: eve, externalId: null, name: null, email: 'Eve@Example.com', language: 'de', timezone: null },
    preferences: { ...chosen, emailEnabled: true },
    pushEndpoints: ['https://push.example.com/old', 'https://push.example.com/new'],
  })
  expect(found.findUser(eve)?.id).toBe(eve)
  expect(found.findUser('ext:P10')).toMatchObject({
    id: bob,
    preferences: { emailEnabled: true, pushEnabled: true, quietHoursStart: null, categories: {} },
  })
  expect(found.findUserByEmail('guest@example.com')).toBeNull()
  expect(found.findUser('nobody')).toBeNull()
  const without = await findPlanUsers(db, { ...wanted, endpoints: false }, now)
  expect(without.findUser(eve)?.pushEndpoints).toEqual([])
})
