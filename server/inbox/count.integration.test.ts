import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember, capturedMail } from '#server/testing/factories.ts'
import { countInbox } from './count.ts'
import { deleteMessages } from './delete.ts'
import { markRead } from './mark-read.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

it('counts all mail, read or not, and knows the newest', async () => {
  const member = asMember(database.db)
  expect(await countInbox(member)).toEqual({ total: 0, capped: false, newest: null })
  const older = await capturedMail(database.db, { at: new Date(Date.now() - 60_000) })
  const newer = await capturedMail(database.db)
  await markRead(member, { deliveryIds: [older.id] })
  expect(await countInbox(member)).toEqual({ total: 2, capped: false, newest: newer.id })
  await deleteMessages(member, { upTo: newer.id })
  expect(await countInbox(member)).toEqual({ total: 0, capped: false, newest: null })
})
