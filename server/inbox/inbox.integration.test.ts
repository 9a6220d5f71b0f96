import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { getDeliveryContent } from '#server/notifications/delivery-content.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember, capturedMail } from '#server/testing/factories.ts'
import { deleteMessages } from './delete.ts'
import { getInboxMessage } from './get.ts'
import { listInbox } from './list.ts'
import { markRead } from './mark-read.ts'
import type { InboxListInput } from './schemas.ts'
import { countUnread } from './unread-count.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(
  () => database.db.sql`truncate inbox_messages, notifications, deliveries, delivery_contents, audit_log`,
)

const start = Date.now() - 60 * 60 * 1000
const minute = (n: number) => new Date(start + n * 60_000)
const list = (input: InboxListInput = {}) => listInbox(asMember(database.db), input)
const subjects = async (input: InboxListInput) => (await list(input)).rows.map(({ subject }) => subject)

async function mails(count: number) {
  const made = []
  for (let i = 0; i < count; i++) {
    made.push(
      await capturedMail(database.db, { subject: `Mail ${i}`, at: minute(i), address: `u${i}@example.com` }),
    )
  }
  return made
}

describe('the inbox', () => {
  it('pages there and back', async () => {
    await mails(5)
    const first = await list({ limit: 2 })
    const second = await list({ limit: 2, cursor: first.nextCursor })
    const third = await list({ limit: 2, cursor: second.nextCursor })
    expect([first, second, third].flatMap(({ rows }) => rows.map(({ subject }) => subject))).toEqual([
      'Mail 4',
      'Mail 3',
      'Mail 2',
      'Mail 1',
      'Mail 0',
    ])
    expect([first.previousCursor, third.nextCursor]).toEqual([null, null])
    const back = await list({ limit: 2, cursor: second.previousCursor, direction: 'previous' })
    expect(back).toEqual(first)
  })

  it('shows a line of the text, and whose it is', async () => {
    await mails(1)
    expect((await list()).rows[0]).toMatchObject({
      to: 'u0@example.com',
      from: 'Posthorn <posthorn@example.com>',
      preview: 'Your order 123',
      eventType: 'ORDER_CREATED',
      readAt: null,
    })
  })

  it('searches addresses and subjects for plain text', async () => {
    await mails(3)
    await capturedMail(database.db, { subject: '100 % off_er', at: minute(9) })
    expect(await subjects({ q: 'U1@EXAMPLE' })).toEqual(['Mail 1'])
    expect(await subjects({ q: 'mail 2' })).toEqual(['Mail 2'])
    expect(await subjects({ q: '%' })).toEqual(['100 % off_er'])
    expect(await subjects({ q: '_' })).toEqual(['100 % off_er'])
    expect(await subjects({ q: "' or 1=1 --" })).toEqual([])
    expect(await subjects({ q: '\\' })).toEqual([])
  })

  it('knows what was read', async () => {
    const member = asMember(database.db)
    const [oldest, , newest] = await mails(3)
    if (!oldest || !newest) throw new Error('three were made')
    expect(await markRead(member, { deliveryIds: [newest.id] })).toEqual({ count: 1 })
    expect(await markRead(member, { deliveryIds: [newest.id] })).toEqual({ count: 0 })
    expect(await countUnread(member)).toEqual({ count: 2, capped: false })
    expect(await subjects({ unread: true })).toEqual(['Mail 1', 'Mail 0'])
    expect(await markRead(member, { upTo: oldest.id })).toEqual({ count: 1 })
    expect(await markRead(member, { deliveryIds: [newest.id], read: false })).toEqual({ count: 1 })
    expect(await subjects({ unread: true })).toEqual(['Mail 2', 'Mail 1'])
  })

  it('deletes up to what was seen, and keeps the deliveries’ content', async () => {
    const member = asMember(database.db)
    const [, second] = await mails(3)
    if (!second) throw new Error('three were made')
    expect(await deleteMessages(member, { upTo: second.id })).toEqual({ count: 2 })
    expect(await subjects({})).toEqual(['Mail 2'])
    await expect(getInboxMessage(member, { deliveryId: second.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await getDeliveryContent(member, { deliveryId: second.id })).toMatchObject({ subject: 'Mail 1' })
    const [line] = await database.db.sql`select actor_name, action, detail from audit_log`
    expect(line).toEqual({ actor_name: 'Ada', action: 'inbox.delete', detail: { count: 2 } })
  })

  it('shows one whole, and none that is not there', async () => {
    const [mail] = await mails(1)
    const member = asMember(database.db)
    const shown = await getInboxMessage(member, { deliveryId: mail?.id ?? '' })
    expect(shown).toMatchObject({ to: 'u0@example.com', subject: 'Mail 0', readAt: null })
    await expect(getInboxMessage(member, { deliveryId: newId() })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
