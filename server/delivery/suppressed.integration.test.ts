import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { previewReplay } from '#server/notifications/replay.ts'
import { retryNotification } from '#server/notifications/retry.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  deliveryState,
  dueDelivery,
  emailWorker,
  fakeProvider,
  orderWorkflow,
} from '#server/testing/delivering.ts'
import { asMember, pendingNotification, sentNotification } from '#server/testing/factories.ts'

const clock = { now: () => new Date() }
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.db.orm.delete(suppressions))

const suppressAda = (address = 'ada@example.com') =>
  database.db.orm.insert(suppressions).values({
    id: newId(),
    channel: 'email',
    address,
    reason: 'complaint',
    createdAt: new Date('2026-11-20T10:00:00Z'),
  })
const withheld = {
  status: 'WITHHELD',
  reason: 'suppressed',
  reasonText: 'Suppressed: a mail to the address was reported as spam, since 2026-11-20 10:00 UTC.',
}

describe('mail to a suppressed address', () => {
  test('is withheld by the plan, whatever the case of the address, and that of others is not', async () => {
    await suppressAda()
    await orderWorkflow(database.db)
    const payload = (customer_email: string) => ({
      type: 'ORDER_CREATED',
      data: { order_id: '1', customer_email },
    })
    const ada = await pendingNotification(database.db, { payload: payload('Ada@Example.com') })
    const bob = await pendingNotification(database.db, { payload: payload('bob@example.com') })
    const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
    await planNotifications({ db: database.db, clock, log: silent(), settings }, [ada.id, bob.id])
    const rows = await database.db.sql`
      select d.status, d.reason_text, n.status as became, n.status_reason from deliveries d
      join notifications n on n.id = d.notification_id where n.id in (${ada.id}, ${bob.id}) order by n.id`
    expect(rows).toMatchObject([
      {
        status: 'WITHHELD',
        reason_text: withheld.reasonText,
        became: 'WITHHELD',
        status_reason: withheld.reasonText,
      },
      { status: 'QUEUED', became: 'QUEUED' },
    ])
  })

  test('that was planned before is withheld when it is due', async () => {
    const delivery = await dueDelivery(database.db, clock, { address: 'Ada@example.com' })
    await suppressAda()
    const provider = fakeProvider()
    await emailWorker(database.db, { clock, providers: [provider] }).deliver([delivery.id])
    expect(provider.sent).toEqual([])
    expect(await deliveryState(database.db, delivery)).toMatchObject({
      delivery: withheld,
      notification: { status: 'WITHHELD', statusReason: withheld.reasonText },
      attempts: [],
    })
  })

  test('that is suppressed between its lease and its turn is withheld all the same', async () => {
    const delivery = await dueDelivery(database.db, clock)
    const provider = fakeProvider()
    const worker = emailWorker(database.db, {
      clock,
      providers: [provider],
      render: async () => {
        await suppressAda()
        return { subject: 's', html: 'h', text: 't', version: 1 }
      },
    })
    await worker.deliver([delivery.id])
    expect(provider.sent).toEqual([])
    expect(await deliveryState(database.db, delivery)).toMatchObject({ delivery: withheld, attempts: [] })
  })

  test('is not tried again after a failure, by itself or by hand', async () => {
    const delivery = await dueDelivery(database.db, clock)
    const provider = fakeProvider()
    provider.answers.push({ outcome: 'permanent', code: 'smtp_550', message: '550 no such mailbox' })
    const worker = emailWorker(database.db, { clock, providers: [provider] })
    await worker.deliver([delivery.id])
    await suppressAda()
    await retryNotification(asMember(database.db), { id: delivery.notificationId })
    await worker.deliver([delivery.id])
    expect(provider.sent).toHaveLength(1)
    expect(await deliveryState(database.db, delivery)).toMatchObject({
      delivery: withheld,
      attempts: [{ outcome: 'permanent' }],
    })
  })

  test('is said to be withheld before it is replayed as it was sent', async () => {
    const { notification } = await sentNotification(database.db, { address: 'Ada@example.com' })
    const deps = {
      settings: { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' },
      log: silent(),
    }
    const preview = () => previewReplay(asMember(database.db), deps, { id: notification.id, mode: 'sent' })
    expect(await preview()).toMatchObject([{ status: 'QUEUED' }])
    await suppressAda()
    expect(await preview()).toMatchObject([{ status: 'WITHHELD', reason: withheld.reasonText }])
  })

  test('never goes out when the list can not be read: the step fails and is taken up again', async () => {
    const delivery = await dueDelivery(database.db, clock)
    const provider = fakeProvider()
    const worker = emailWorker(database.db, { clock, providers: [provider] })
    await database.db.sql`alter table suppressions rename to suppressions_away`
    await expect(worker.deliver([delivery.id])).rejects.toThrow(/suppressions/)
    expect(provider.sent).toEqual([])
    await database.db.sql`alter table suppressions_away rename to suppressions`
    await worker.deliver([delivery.id])
    expect(provider.sent).toHaveLength(1)
  })
})
