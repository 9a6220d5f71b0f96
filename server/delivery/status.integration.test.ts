import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { DeliveryStatus } from '#server/db/schema/deliveries.ts'
import { type NotificationStatus, notifications } from '#server/db/schema/notifications.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, fakeProvider } from '#server/testing/delivering.ts'
import { pendingNotification, queuedDelivery } from '#server/testing/factories.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

async function refreshed(id: string) {
  const { sql, orm } = database.db
  await sql`select refresh_notification_status(${[id]}::uuid[], now())`
  const [row] = await orm.select().from(notifications).where(eq(notifications.id, id))
  return row
}

test.each<[DeliveryStatus[], NotificationStatus]>([
  [['QUEUED', 'SENT'], 'QUEUED'],
  [['SENDING', 'FAILED'], 'QUEUED'],
  [['QUEUED', 'HELD'], 'QUEUED'],
  [['HELD', 'UNKNOWN', 'SENT'], 'SCHEDULED'],
  [['UNKNOWN', 'SENT', 'FAILED'], 'UNKNOWN'],
  [['SENT'], 'SENT'],
  [['SENT', 'DELIVERED'], 'SENT'],
  [['SENT', 'WITHHELD'], 'SENT'],
  [['SENT', 'CANCELLED'], 'SENT'],
  [['SENT', 'FAILED'], 'PARTIAL'],
  [['DELIVERED', 'BOUNCED', 'WITHHELD'], 'PARTIAL'],
  [['FAILED'], 'FAILED'],
  [['BOUNCED', 'COMPLAINED'], 'FAILED'],
  [['FAILED', 'WITHHELD'], 'FAILED'],
  [['WITHHELD', 'WITHHELD'], 'WITHHELD'],
  [['CANCELLED'], 'CANCELLED'],
])('deliveries %j make the notification %s', async (statuses, expected) => {
  const notification = await pendingNotification(database.db, { status: 'QUEUED' })
  for (const [i, status] of statuses.entries()) {
    await queuedDelivery(database.db, notification, { status, address: `a${i}@example.com` })
  }
  expect((await refreshed(notification.id))?.status).toBe(expected)
})

test('only the newest delivery to an address counts', async () => {
  const notification = await pendingNotification(database.db, { status: 'QUEUED' })
  await queuedDelivery(database.db, notification, { status: 'FAILED' })
  await queuedDelivery(database.db, notification, { status: 'SENT' })
  expect(await refreshed(notification.id)).toMatchObject({ status: 'SENT', errorMessage: null })
})

test('in part sent: how many, and the words of the one that failed', async () => {
  const notification = await pendingNotification(database.db, { status: 'QUEUED' })
  await queuedDelivery(database.db, notification, { status: 'SENT', address: 'a@example.com' })
  await queuedDelivery(database.db, notification, {
    status: 'FAILED',
    reasonText: '550 no such mailbox',
    address: 'b@example.com',
  })
  expect(await refreshed(notification.id)).toMatchObject({
    status: 'PARTIAL',
    statusReason: '1 of 2 sent',
    errorMessage: '550 no such mailbox',
  })
})

test.each(['PENDING', 'RECORDED'] as const)('%s is not touched', async (status) => {
  const notification = await pendingNotification(database.db, { status })
  await queuedDelivery(database.db, notification, { status: 'SENT' })
  expect((await refreshed(notification.id))?.status).toBe(status)
})

test('two deliveries that end at the same instant, in two workers, end the notification', async () => {
  const made = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const notification = await pendingNotification(database.db, { status: 'QUEUED' })
      const [a, b] = [
        await queuedDelivery(database.db, notification, { address: 'a@example.com' }),
        await queuedDelivery(database.db, notification, { address: 'b@example.com' }),
      ]
      return { notification, a, b }
    }),
  )
  const provider = fakeProvider('smtp')
  const worker = (workerId: string) =>
    emailWorker(database.db, { clock: systemClock, providers: [provider], workerId })
  await Promise.all([
    worker('w1').deliver(made.map(({ a }) => a.id)),
    worker('w2').deliver(made.map(({ b }) => b.id)),
  ])
  for (const { notification } of made) {
    const [row] = await database.db.orm
      .select()
      .from(notifications)
      .where(eq(notifications.id, notification.id))
    expect(row?.status).toBe('SENT')
  }
})
