import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { deliveryState, emailWorker, fakeProvider, orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification, queuedDelivery, sentDelivery } from '#server/testing/factories.ts'
import { createUser } from './create.ts'
import { runImport } from './import/run.ts'
import { startImport } from './import/start.ts'
import { uploadImport } from './import/upload.ts'
import { updateUser } from './update.ts'

let database: TestDatabase
let userId: string
const clock = { now: () => new Date('2026-11-20T14:00:00Z') }
const tomorrow = new Date('2026-11-21T06:00:00Z')
const FORMER = 'Ada@Example.com'
const NEW = 'ada@new.example.com'

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.sql`truncate users, notifications, deliveries, suppressions, audit_log cascade`
  userId = (await createUser(asMember(database.db), { email_address: FORMER }, newId())).id
})

type Columns = NonNullable<Parameters<typeof queuedDelivery>[2]>
type Payload = { payload?: Record<string, unknown> }
async function waiting(columns: Columns = {}, { payload = { order_id: '7' } }: Payload = {}) {
  const of = { status: 'QUEUED', at: clock.now(), userId, recipient: FORMER.toLowerCase(), payload } as const
  const notification = await pendingNotification(database.db, of)
  return queuedDelivery(database.db, notification, {
    userId,
    address: FORMER,
    category: 'orders',
    ...columns,
  })
}
const change = (email_address: string = NEW) =>
  updateUser({ ...asMember(database.db), clock }, { user_id: userId, email_address })
const addressOf = async (delivery: Awaited<ReturnType<typeof waiting>>) =>
  (await deliveryState(database.db, delivery)).delivery.address

describe('with a new e-mail address', () => {
  test.each([
    ['in quiet hours', { status: 'HELD', reason: 'quiet_hours', dueAt: tomorrow }],
    ['for a time', { status: 'HELD', reason: 'scheduled', dueAt: tomorrow }],
    ['for a worker', {}],
    ['in lower case', { address: FORMER.toLowerCase() }],
  ] as const)('what waits %s goes there', async (_name, columns) => {
    const delivery = await waiting(columns)
    await change()
    const { notification } = await deliveryState(database.db, delivery)
    expect(await addressOf(delivery)).toBe(NEW)
    expect(notification.recipient).toBe(NEW)
    const smtp = fakeProvider('smtp')
    const later = { now: () => new Date(tomorrow.getTime() + 1) }
    await emailWorker(database.db, { clock: later, providers: [smtp] }).deliver([delivery.id])
    expect(smtp.sent).toMatchObject([{ to: NEW }])
  })

  test('a digest that waits goes there, and all that is in it', async () => {
    const first = await waiting({ isDigest: true, status: 'HELD', reason: 'digest', dueAt: tomorrow })
    const joined = await waiting({ digestOf: first.id, status: 'HELD', reason: 'digest' })
    await waiting({ digestOf: first.id, status: 'WITHHELD', reason: 'expired' })
    await change()
    expect([await addressOf(first), await addressOf(joined)]).toEqual([NEW, NEW])
  })

  test('by a file of users, it goes there too', async () => {
    const ctx = { ...asMember(database.db), clock }
    await updateUser(ctx, { user_id: userId, external_id: 'A-1' })
    const delivery = await waiting({ status: 'HELD', reason: 'quiet_hours', dueAt: tomorrow })
    async function* bytes() {
      yield Buffer.from(`id,email\nA-1,${NEW}\n`)
    }
    const { id } = await uploadImport(ctx, { name: 'a.csv', bytes: bytes() })
    await startImport(ctx, {
      id,
      mapping: { id: 'external_id', email: 'email_address' },
      updateExisting: true,
    })
    await runImport({ db: database.db, clock }, id)
    const { delivery: moved } = await deliveryState(database.db, delivery)
    expect(moved).toMatchObject({ address: NEW, dueAt: clock.now() })
  })

  test('the audit log tells how many, and of nobody but by id', async () => {
    await Promise.all([waiting(), waiting()])
    await change()
    const rows = await database.db
      .sql`select target_id, detail, actor_name from audit_log where action = 'user.readdress'`
    expect(rows).toEqual([{ target_id: userId, detail: { deliveries: 2 }, actor_name: expect.any(String) }])
    await change('ADA@new.example.com')
    await change('ada@third.example.com')
    const [again] = await database.db
      .sql`select count(*)::int as n from audit_log where action = 'user.readdress'`
    expect(again).toEqual({ n: 2 })
  })

  test('that is suppressed, nothing is sent', async () => {
    const delivery = await waiting()
    await database.db.sql`insert into suppressions (id, channel, address, reason, created_at)
      values (${newId()}, 'email', ${NEW}, 'hard_bounce', now())`
    await change()
    const smtp = fakeProvider('smtp')
    await emailWorker(database.db, { clock, providers: [smtp] }).deliver([delivery.id])
    expect(smtp.sent).toEqual([])
    expect((await deliveryState(database.db, delivery)).delivery).toMatchObject({
      status: 'WITHHELD',
      reason: 'suppressed',
    })
  })

  test('what a worker has rendered already goes there, rendered anew', async () => {
    const delivery = await waiting()
    const smtp = fakeProvider('smtp')
    let rendered = 0
    const worker = emailWorker(database.db, {
      ...{ clock, providers: [smtp] },
      render: async ({ recipient }) => {
        if (++rendered === 1) await change()
        return { subject: recipient.email, html: '<p>x</p>', text: 'x', version: 3 }
      },
    })
    await worker.deliver([delivery.id])
    expect(smtp.sent).toMatchObject([{ to: NEW, subject: NEW }])
  })
})

describe('stays with the former one', () => {
  test.each([
    ['a call', { status: 'SENDING' }],
    ['what was tried', { attemptCount: 1 }],
    ['what is critical', { critical: true }],
    ['what a critical category has', { category: 'security' }],
    ['another address', { address: 'else@example.com' }],
    ['a push', { channel: 'push', address: FORMER }],
    ['what is sent', { status: 'SENT' }],
  ] as const)('%s', async (_name, columns) => {
    const delivery = await waiting(columns)
    await change()
    expect(await addressOf(delivery)).toBe(delivery.address)
  })

  test.each([
    ['in a call', { status: 'SENDING' }],
    ['tried', { attemptCount: 1 }],
  ] as const)('what is in a digest whose mail is %s, on record too', async (_name, columns) => {
    const first = await waiting({ isDigest: true, status: 'HELD', reason: 'digest', ...columns })
    const joined = await waiting({ digestOf: first.id, status: 'HELD', reason: 'digest' })
    await change()
    expect([await addressOf(first), await addressOf(joined)]).toEqual([FORMER, FORMER])
  })

  test('a digest of which one event names it', async () => {
    const first = await waiting({ isDigest: true, status: 'HELD', reason: 'digest', dueAt: tomorrow })
    const payload = { order_id: '8', customer_email: FORMER }
    const joined = await waiting({ digestOf: first.id, status: 'HELD', reason: 'digest' }, { payload })
    await change()
    expect([await addressOf(first), await addressOf(joined)]).toEqual([FORMER, FORMER])
  })

  test('what the event names it for', async () => {
    const delivery = await waiting({}, { payload: { order_id: '7', customer_email: FORMER.toUpperCase() } })
    await change()
    expect(await addressOf(delivery)).toBe(FORMER)
  })

  test('what a setting names it for', async () => {
    const workflow = await orderWorkflow(database.db, {
      recipients: [{ kind: 'setting', name: 'ALERT_EMAIL' }],
    })
    const delivery = await waiting({ workflowId: workflow.id })
    await change()
    expect(await addressOf(delivery)).toBe(FORMER)
  })

  test('what another delivery of the notification stands beside', async () => {
    const notification = await pendingNotification(database.db, { status: 'QUEUED', at: clock.now(), userId })
    await sentDelivery(database.db, notification, { userId, address: NEW })
    const delivery = await queuedDelivery(database.db, notification, { userId, address: FORMER })
    await change()
    expect(await addressOf(delivery)).toBe(FORMER)
  })
})
