import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { deliveries, deliveryContents } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { createInboxProvider } from '#server/delivery/providers/inbox.ts'
import { getInboxMessage } from '#server/inbox/get.ts'
import { getDeliveryContent } from '#server/notifications/delivery-content.ts'
import { getNotification } from '#server/notifications/get.ts'
import { notificationsOfOrder } from '#server/notifications/of-order.ts'
import { pageOfNotifications } from '#server/notifications/page.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { replayNotification } from '#server/notifications/replay.ts'
import { retryNotification } from '#server/notifications/retry.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, type FakeProvider, fakeProvider, orderWorkflow } from '#server/testing/delivering.ts'
import { useEnv } from '#server/testing/env.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { compareInBacktest } from '../backtest/compare.ts'
import { startBacktest } from '../backtest/start.ts'
import { realPayload } from '../fixtures/payloads.ts'
import { publishTemplate } from '../publish.ts'
import { eraseSensitive } from './erase.ts'

const app = { name: 'Posthorn', url: 'https://posthorn.test' }
const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
let database: TestDatabase
let ctx: Context
let undo: () => void
beforeAll(async () => {
  database = await testDatabase()
  ctx = asMember(database.db)
  undo = useEnv({ DATABASE_URL: database.url })
  await publishTemplate(ctx, {
    template_key: 'sign-in-code',
    subject: 'Your code {code}',
    body: 'Hello {name}, your code is {code}.',
    variables: {
      type: 'object',
      properties: { code: { type: 'string', sensitive: true }, name: { type: 'string' } },
      required: ['code', 'name'],
    },
  })
  const workflow = await orderWorkflow(database.db, { eventType: 'SIGN_IN' })
  await database.db.sql`update workflows set template_key = 'sign-in-code' where id = ${workflow.id}`
})
afterAll(async () => {
  undo()
  await database.close()
})

const deps = (aheadMs = 0) => ({
  db: database.db,
  app,
  defaultTimezone: 'UTC',
  clock: { now: () => new Date(Date.now() + aheadMs) },
})
const DAY = 24 * 60 * 60_000

const accepted = () =>
  pendingNotification(database.db, {
    eventType: 'SIGN_IN',
    orderId: 'order-1',
    payload: { type: 'SIGN_IN', data: { code: '4711', name: 'Ada', customer_email: 'ada@example.com' } },
  })

async function planned() {
  const { id } = await accepted()
  await planNotifications({ db: database.db, clock: systemClock, settings, log: silent() }, [id])
  return id
}

/** Planned, and tried once by a worker. */
async function tried(provider: Pick<FakeProvider, 'send'> & Partial<FakeProvider> = fakeProvider()) {
  const id = await planned()
  const [delivery] = await database.db.orm.select().from(deliveries).where(eq(deliveries.notificationId, id))
  if (!delivery) throw new Error('a planned notification has a delivery')
  const render = await createRenderer(database.db.orm, app, (address) => `${app.url}/u/${address}`)
  const worker = emailWorker(database.db, {
    clock: systemClock,
    providers: [provider as FakeProvider],
    render,
  })
  await worker.deliver([delivery.id])
  return { id, deliveryId: delivery.id }
}
const row = async (id: string) => {
  const [found] = await database.db.orm.select().from(notifications).where(eq(notifications.id, id))
  return found
}
const contentOf = async (id: string) => {
  const [found] = await database.db.orm
    .select()
    .from(deliveryContents)
    .where(eq(deliveryContents.deliveryId, id))
  return found
}
/** Everything that is stored of it, as text. */
const everything = async (id: string, deliveryId: string) =>
  JSON.stringify([await row(id), await contentOf(deliveryId)])

const waitingForLocks = async () => {
  const [found] = await database.db.sql<{ count: number }[]>`
    select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return found?.count
}

test('before it is planned, on its way and after, no page and no list shows the value', async () => {
  const pending = await accepted()
  const { id } = await tried()
  for (const one of [pending.id, id]) {
    const shown = await getNotification(ctx, { id: one })
    expect(shown.payload).toMatchObject({ data: { code: '•••', name: 'Ada' } })
    expect(JSON.stringify(shown)).not.toContain('4711')
  }
  const { rows } = await pageOfNotifications(ctx, { type: ['SIGN_IN'], limit: 50 })
  expect(rows.length).toBeGreaterThanOrEqual(2)
  expect(JSON.stringify(rows)).not.toContain('4711')
  expect(JSON.stringify(await notificationsOfOrder(ctx, { orderId: 'order-1' }))).not.toContain('4711')
})

test('the worker sends the value; what was sent is shown without', async () => {
  const provider = fakeProvider()
  const { deliveryId } = await tried(provider)
  expect(provider.sent[0]).toMatchObject({ subject: 'Your code 4711' })
  const shown = await getDeliveryContent(ctx, { deliveryId })
  expect(shown).toMatchObject({ hidden: true, subject: 'Your code •••' })
  expect(shown.text).toContain('Hello Ada, your code is •••.')
  expect(JSON.stringify(shown)).not.toContain('4711')
})

test('once sent, the value goes from all that is stored, and no replay pretends otherwise', async () => {
  const { id, deliveryId } = await tried()
  expect(await everything(id, deliveryId)).toContain('4711')
  expect(await eraseSensitive(deps())).toBeGreaterThanOrEqual(1)
  expect(await everything(id, deliveryId)).not.toContain('4711')
  expect(await row(id)).toMatchObject({
    ...{ status: 'SENT', sensitive: false, sensitiveErased: ['code'] },
    payload: { data: { code: '•••', name: 'Ada' } },
  })
  expect(await contentOf(deliveryId)).toMatchObject({ subject: 'Your code •••' })
  expect(await getDeliveryContent(ctx, { deliveryId })).toMatchObject({
    hidden: true,
    subject: 'Your code •••',
  })
  for (const mode of ['sent', 'today'] as const) {
    await expect(replayNotification(ctx, { settings, log: silent() }, { id, mode })).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('sensitive values (code) were erased'),
    })
  }
  const { can } = await getNotification(ctx, { id })
  expect(can.replay.today).toMatchObject({ allowed: false, reason: expect.stringContaining('code') })
  expect(await eraseSensitive(deps())).toBe(0)
})

test('what failed keeps its values for a week, so that it can be tried again; then they go', async () => {
  const refusing = fakeProvider()
  refusing.answers.push({ outcome: 'permanent', code: 'smtp_550', message: 'no such mailbox' })
  const { id, deliveryId } = await tried(refusing)
  await eraseSensitive(deps(6 * DAY))
  expect(await row(id)).toMatchObject({ status: 'FAILED', sensitive: true, sensitiveErased: null })
  expect(await retryNotification(ctx, { id })).toEqual({ deliveries: 1 })
  // On its way again: nothing goes, however old it is.
  await eraseSensitive(deps(30 * DAY))
  expect(await everything(id, deliveryId)).toContain('4711')
  await database.db.sql`update deliveries set status = 'FAILED' where id = ${deliveryId}`
  await database.db.sql`select refresh_notification_status(${[id]}::uuid[], now())`
  await eraseSensitive(deps(8 * DAY))
  expect(await everything(id, deliveryId)).not.toContain('4711')
  await expect(retryNotification(ctx, { id })).rejects.toMatchObject({ code: 'unprocessable' })
})

test('the built-in inbox is a mailbox: for a day a mail there reads as it came', async () => {
  const inbox = createInboxProvider(database.db)
  const { id, deliveryId } = await tried({ ...fakeProvider('inbox'), send: (email) => inbox.send(email) })
  await eraseSensitive(deps())
  expect(await row(id)).toMatchObject({ payload: { data: { code: '•••' } }, sensitiveErased: ['code'] })
  expect(await getDeliveryContent(ctx, { deliveryId })).toMatchObject({ subject: 'Your code •••' })
  expect(await getInboxMessage(ctx, { deliveryId })).toMatchObject({ subject: 'Your code 4711' })
  await eraseSensitive(deps(25 * 60 * 60_000))
  expect(await getInboxMessage(ctx, { deliveryId })).toMatchObject({ subject: 'Your code •••', hidden: true })
  expect(await everything(id, deliveryId)).not.toContain('4711')
})

test('notifications without such variables are left alone', async () => {
  const { id } = await pendingNotification(database.db, {
    status: 'SENT',
    payload: { type: 'A', data: { code: '4711' } },
  })
  await eraseSensitive(deps(30 * DAY))
  expect(await getNotification(ctx, { id })).toMatchObject({ payload: { data: { code: '4711' } } })
})

test('no template that does not call it sensitive makes the value seen in the studio', async () => {
  await publishTemplate(ctx, { template_key: 'curious', subject: 'Code {code}', body: '{name}' })
  const { id } = await tried()
  const pending = await accepted()
  for (const notificationId of [id, pending.id]) {
    const { data } = await realPayload(ctx, { key: 'curious', notificationId })
    expect(data).toMatchObject({ code: '•••', name: 'Ada' })
  }
  const workflow = await orderWorkflow(database.db, { eventType: 'SIGN_IN', enabled: false })
  await database.db.sql`update workflows set template_key = 'curious' where id = ${workflow.id}`
  const backtest = await startBacktest(ctx, { key: 'curious' })
  const compared = await compareInBacktest(ctx, deps(), { ...backtest, notificationId: id, locale: 'en' })
  expect(compared.after).toMatchObject({ subject: 'Code •••' })
})

test('what is sent again just then keeps its values', async () => {
  const { id, deliveryId } = await tried()
  let erasing = Promise.resolve(0)
  await database.db.sql.begin(async (tx) => {
    // As a replay does it: deliveries, then the notification.
    await tx`select 1 from deliveries where notification_id = ${id} for update`
    await tx`update notifications set status = 'QUEUED' where id = ${id}`
    await tx`insert into deliveries (id, notification_id, trace_id, channel, address, status, reason, template_key,
        template_version, locale, due_at, created_at)
      select ${newId()}, notification_id, trace_id, channel, address, 'QUEUED', reason, template_key, template_version,
        locale, now(), now() from deliveries where id = ${deliveryId}`
    erasing = eraseSensitive(deps())
    await expect.poll(waitingForLocks).toBe(1)
  })
  await erasing
  expect(await everything(id, deliveryId)).toContain('4711')
})

test('a mail that can not be rendered again keeps no other’s values', async () => {
  const [broken, other] = [await tried(), await tried()]
  await database.db.sql`
    insert into template_versions (template_key, version, source_hash, variables, created_at)
    values ('sign-in-code', 99, 'x', '{"properties":{"code":{"sensitive":true}}}', now())`
  await database.db.sql`
    insert into template_locales (template_key, version, locale, position, source, compiled)
    values ('sign-in-code', 99, 'en', 0, '{}', '{"no":"format"}')`
  await database.db.sql`update deliveries set template_version = 99 where id = ${broken.deliveryId}`
  await expect(eraseSensitive(deps())).rejects.toThrow('of 1 notifications')
  expect(await everything(other.id, other.deliveryId)).not.toContain('4711')
})
