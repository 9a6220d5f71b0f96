import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { users } from '#server/db/schema/users.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { findUsers } from './find.ts'

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
