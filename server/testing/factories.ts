import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { attempts, deliveries, deliveryContents } from '#server/db/schema/deliveries.ts'
import { inboxMessages } from '#server/db/schema/inbox.ts'
import { notifications } from '#server/db/schema/notifications.ts'

// Rows in the states that tests speak of, straight into the tables. `at` says when; the id follows it.

type NotificationColumns = Partial<typeof notifications.$inferInsert>
type DeliveryColumns = Partial<typeof deliveries.$inferInsert>
type AttemptColumns = Partial<typeof attempts.$inferInsert>
export type Notification = typeof notifications.$inferSelect
export type Delivery = typeof deliveries.$inferSelect

let sequence = 0

/** An id of that instant, later than every one made before for the same instant. */
const idAt = (at: Date) => v7({ msecs: at.getTime(), seq: sequence++ })

/** A verb's context: a signed-in member. */
export function asMember(db: Database): Context {
  return { db, clock: systemClock, actor: { kind: 'member', id: 'ada', name: 'Ada', role: 'admin' } }
}

/** Accepted, not planned. */
export async function pendingNotification(
  db: Database,
  { at = new Date(), ...columns }: NotificationColumns & { at?: Date } = {},
): Promise<Notification> {
  const [row] = await db.orm
    .insert(notifications)
    .values({
      id: idAt(at),
      status: 'PENDING',
      eventType: 'ORDER_CREATED',
      source: 'api',
      sourceName: 'shop',
      traceId: newId(),
      payload: { type: 'ORDER_CREATED', data: { order_id: '123' } },
      createdAt: at,
      ...columns,
    })
    .returning()
  if (!row) throw new Error('an insert returns its row')
  return row
}

/** Planned, nobody to tell. */
export function recordedNotification(db: Database, columns: NotificationColumns & { at?: Date } = {}) {
  return pendingNotification(db, {
    status: 'RECORDED',
    statusReason: 'No workflow listens to this event.',
    plannedAt: columns.at ?? new Date(),
    ...columns,
  })
}

/** One e-mail, sent by the inbox at the first try. */
export async function sentNotification(
  db: Database,
  { address = 'ada@example.com', ...columns }: NotificationColumns & { at?: Date; address?: string } = {},
): Promise<{ notification: Notification; delivery: Delivery }> {
  const at = columns.at ?? new Date()
  const notification = await pendingNotification(db, {
    status: 'SENT',
    recipient: address.toLowerCase(),
    plannedAt: at,
    sentAt: at,
    ...columns,
  })
  const delivery = await sentDelivery(db, notification, { address })
  return { notification, delivery }
}

/** One e-mail that was refused for good: a dead letter. */
export async function failedNotification(
  db: Database,
  { address = 'bob@example.com', ...columns }: NotificationColumns & { at?: Date; address?: string } = {},
): Promise<{ notification: Notification; delivery: Delivery }> {
  const at = columns.at ?? new Date()
  const notification = await pendingNotification(db, {
    status: 'FAILED',
    statusReason: '550 no such mailbox',
    errorMessage: '550 no such mailbox',
    recipient: address.toLowerCase(),
    plannedAt: at,
    ...columns,
  })
  const delivery = await failedDelivery(db, notification, { address })
  return { notification, delivery }
}

/** Made, and waiting for its first try. */
export async function queuedDelivery(
  db: Database,
  of: Notification,
  columns: DeliveryColumns = {},
): Promise<Delivery> {
  const [row] = await db.orm
    .insert(deliveries)
    .values({
      id: idAt(of.createdAt),
      notificationId: of.id,
      traceId: of.traceId,
      channel: 'email',
      address: 'ada@example.com',
      status: 'QUEUED',
      reason: 'planned',
      templateKey: 'order-created',
      templateVersion: 1,
      locale: 'en',
      dueAt: of.createdAt,
      createdAt: of.createdAt,
      ...columns,
    })
    .returning()
  if (!row) throw new Error('an insert returns its row')
  return row
}

/** Accepted by the inbox at the first try; its content is kept. */
export async function sentDelivery(db: Database, of: Notification, columns: DeliveryColumns = {}) {
  const delivery = await queuedDelivery(db, of, {
    status: 'SENT',
    reason: null,
    provider: 'inbox',
    attemptCount: 1,
    sentAt: of.createdAt,
    ...columns,
  })
  await attempt(db, delivery, { outcome: 'sent', providerMessageId: `inbox:${delivery.id}` })
  await content(db, delivery)
  return delivery
}

/** Refused for good by an SMTP server at the first try. */
export async function failedDelivery(db: Database, of: Notification, columns: DeliveryColumns = {}) {
  const delivery = await queuedDelivery(db, of, {
    status: 'FAILED',
    reason: 'smtp_550',
    reasonText: '550 no such mailbox',
    fingerprint: 'smtp_550|order-created@1|example.com',
    provider: 'smtp',
    attemptCount: 1,
    triesUsed: 1,
    ...columns,
  })
  await attempt(db, delivery, { outcome: 'permanent', errorCode: 'smtp_550', error: '550 no such mailbox' })
  await content(db, delivery)
  return delivery
}

/** Never tried: the plan found that it must not go out. */
export function withheldDelivery(db: Database, of: Notification, columns: DeliveryColumns = {}) {
  return queuedDelivery(db, of, {
    status: 'WITHHELD',
    reason: 'not_allowed',
    reasonText: 'EMAIL_ALLOW_TO does not list this address.',
    ...columns,
  })
}

/** One try, 12 ms long. */
export async function attempt(db: Database, of: Delivery, columns: AttemptColumns = {}): Promise<void> {
  await db.orm.insert(attempts).values({
    id: idAt(of.createdAt),
    deliveryId: of.id,
    notificationId: of.notificationId,
    traceId: of.traceId,
    number: 1,
    provider: of.provider ?? 'inbox',
    outcome: 'sent',
    startedAt: of.createdAt,
    durationMs: 12,
    ...columns,
  })
}

/** What was sent. */
export async function content(
  db: Database,
  of: Delivery,
  { subject = 'Your order 123', html = '<h1>Your order 123</h1>', text = 'Your order 123' } = {},
): Promise<void> {
  await db.orm.insert(deliveryContents).values({
    deliveryId: of.id,
    from: 'Posthorn <posthorn@example.com>',
    replyTo: 'help@example.com',
    subject,
    html,
    text,
    headers: { 'X-Posthorn-Trace-Id': of.traceId },
    contentHash: createHash('sha256').update(subject).update(html).update(text).digest('hex'),
  })
}

/** Mail that the built-in inbox has taken, unread. */
export async function capturedMail(
  db: Database,
  {
    subject,
    at = new Date(),
    address = 'ada@example.com',
  }: { subject?: string; at?: Date; address?: string } = {},
): Promise<Delivery> {
  const notification = await pendingNotification(db, { status: 'SENT', recipient: address, at })
  const delivery = await queuedDelivery(db, notification, { status: 'SENT', provider: 'inbox', address })
  await content(db, delivery, subject === undefined ? {} : { subject })
  await db.orm.insert(inboxMessages).values({ deliveryId: delivery.id, to: address, receivedAt: at })
  return delivery
}
