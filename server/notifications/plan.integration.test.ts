import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { users } from '#server/db/schema/users.ts'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { appointment, order, silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, fakeProvider, jobsOf, orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { cancelNotification } from './cancel.ts'
import { planNotifications } from './plan.ts'
import { replayNotification } from './replay.ts'

let database: TestDatabase
const clock = fixedClock(new Date())

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.sql`truncate workflows, users, graphile_worker._private_jobs cascade`
})

const deps = (changes: Partial<Parameters<typeof planNotifications>[0]> = {}) => ({
  db: database.db,
  clock,
  log: silent(),
  settings: { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' },
  ...changes,
})

const orderOf = (data: Record<string, unknown> = order.data) =>
  pendingNotification(database.db, { payload: { type: 'ORDER_CREATED', data } })

async function stateOf(id: string) {
  const { orm } = database.db
  const [notification] = await orm.select().from(notifications).where(eq(notifications.id, id))
  const made = await orm
    .select()
    .from(deliveries)
    .where(eq(deliveries.notificationId, id))
    .orderBy(deliveries.id)
  return { notification, deliveries: made }
}

test('makes deliveries, statuses and one delivery job for many', async () => {
  const workflow = await orderWorkflow(database.db)
  const pending = await Promise.all(Array.from({ length: 5 }, () => orderOf()))
  expect(
    await planNotifications(
      deps(),
      pending.map(({ id }) => id),
    ),
  ).toBe(5)
  const made = []
  for (const { id, traceId } of pending) {
    const state = await stateOf(id)
    expect(state.notification).toMatchObject({
      status: 'QUEUED',
      workflowId: workflow.id,
      recipient: 'user@example.com',
      plannedAt: clock.now(),
    })
    expect(state.deliveries).toMatchObject([
      { status: 'QUEUED', address: 'user@example.com', templateVersion: 2, dueAt: clock.now(), traceId },
    ])
    made.push(...state.deliveries.map((delivery) => delivery.id))
  }
  const jobs = await jobsOf(database.db, ...made)
  expect(jobs).toHaveLength(1)
  expect(jobs[0]?.ids.toSorted()).toEqual(made.toSorted())
})

test('is done once, however often it is asked, by however many', async () => {
  await orderWorkflow(database.db)
  const pending = await Promise.all(Array.from({ length: 20 }, () => orderOf()))
  const ids = pending.map(({ id }) => id)
  const planned = await Promise.all([1, 2, 3].map(() => planNotifications(deps(), ids)))
  expect(planned.reduce((sum, n) => sum + n, 0)).toBe(20)
  expect(await planNotifications(deps(), ids)).toBe(0)
  const [row] = await database.db.sql<{ n: number }[]>`
    select count(*)::int as n from deliveries where notification_id = any(${ids}::uuid[])`
  expect(row?.n).toBe(20)
})

describe('nobody to tell: RECORDED, with the reason', () => {
  const webhook = (payload: Record<string, unknown>) =>
    pendingNotification(database.db, { source: 'webhook', eventType: String(payload.event_type), payload })

  test('an event type that no workflow listens to', async () => {
    const { id } = await webhook({ ...appointment, event_type: 'ROOM_PAINTED' })
    await planNotifications(deps(), [id])
    expect(await stateOf(id)).toMatchObject({
      notification: {
        status: 'RECORDED',
        statusReason: 'No workflow listens to “ROOM_PAINTED” from webhook.',
      },
      deliveries: [],
    })
  })

  test('a patient whom nobody knows, and then one who is', async () => {
    await orderWorkflow(database.db, {
      eventType: 'APPOINTMENT_CREATED',
      recipients: [{ kind: 'user', path: 'patient_id' }],
    })
    const unknown = await webhook(appointment)
    await planNotifications(deps(), [unknown.id])
    expect((await stateOf(unknown.id)).notification).toMatchObject({
      status: 'RECORDED',
      statusReason: 'Nobody to tell: no user has the id “P9” (patient_id).',
    })
    const [user] = await database.db.orm
      .insert(users)
      .values({
        id: newId(),
        externalId: 'P9',
        email: 'Pat@example.com',
        createdAt: new Date(),
        updatedAt: new Date(),
      })
      .returning()
    const known = await webhook(appointment)
    const byId = await webhook({ ...appointment, patient_id: user?.id.toUpperCase() })
    await planNotifications(deps(), [known.id, byId.id])
    for (const { id } of [known, byId]) {
      expect(await stateOf(id)).toMatchObject({
        notification: { status: 'QUEUED', userId: user?.id, recipient: 'pat@example.com' },
        deliveries: [{ address: 'Pat@example.com', userId: user?.id }],
      })
    }
  })

  test('a source that the workflow does not name, or a workflow that is off', async () => {
    await orderWorkflow(database.db, { sources: ['webhook'] })
    await orderWorkflow(database.db, { enabled: false })
    const { id } = await orderOf()
    await planNotifications(deps(), [id])
    expect((await stateOf(id)).notification?.status).toBe('RECORDED')
  })
})

test('a template that is not there: FAILED, with the reason', async () => {
  await orderWorkflow(database.db)
  await database.db.sql`update workflows set template_key = 'gone'`
  const { id } = await orderOf()
  await planNotifications(deps(), [id])
  const { notification } = await stateOf(id)
  expect(notification).toMatchObject({ status: 'FAILED', errorMessage: expect.stringContaining('“gone”') })
})

test('EMAIL_ALLOW_TO: WITHHELD, with the reason, and no job', async () => {
  await orderWorkflow(database.db)
  const { id } = await orderOf()
  await planNotifications(
    deps({
      settings: { alertEmail: null, allowTo: ['@ours.org'], defaultLocale: 'en', defaultTimezone: 'UTC' },
    }),
    [id],
  )
  const state = await stateOf(id)
  expect(state.notification).toMatchObject({
    status: 'WITHHELD',
    statusReason: expect.stringContaining('EMAIL_ALLOW_TO'),
  })
  expect(await jobsOf(database.db, ...state.deliveries.map((delivery) => delivery.id))).toEqual([])
})

test('a changed row of a workflow changes recipient, sender, template, channel and retries', async () => {
  const workflow = await orderWorkflow(database.db)
  const changed = await orderWorkflow(database.db, { templateKey: 'payment-status-changed', enabled: false })
  const data = { ...order.data, manager: { email: 'boss@example.com' } }
  const before = await orderOf(data)
  await planNotifications(deps(), [before.id])
  await database.db
    .sql`update workflows set sender = 'Desk <desk@example.com>', reply_to = 'help@example.com',
    template_key = ${changed.templateKey}, recipients = '[{"kind":"address","path":"manager.email"}]',
    retry = '{"delaysS":[3],"onUnknown":"ask"}' where id = ${workflow.id}`
  const after = await orderOf(data)
  await planNotifications(deps(), [after.id])
  expect((await stateOf(before.id)).deliveries).toMatchObject([
    { address: 'user@example.com', templateKey: 'order-created', sender: null, replyTo: null },
  ])
  const state = await stateOf(after.id)
  expect(state.deliveries).toMatchObject([
    {
      address: 'boss@example.com',
      templateKey: 'payment-status-changed',
      sender: 'Desk <desk@example.com>',
      replyTo: 'help@example.com',
    },
  ])
  const provider = fakeProvider('smtp')
  provider.answers.push({ outcome: 'transient', code: 'smtp_451', message: '451' })
  const ids = state.deliveries.map((delivery) => delivery.id)
  await emailWorker(database.db, { clock, providers: [provider] }).deliver(ids)
  expect(provider.sent).toMatchObject([{ from: 'Desk <desk@example.com>', to: 'boss@example.com' }])
  const retried = await stateOf(after.id)
  expect(retried.deliveries).toMatchObject([{ dueAt: new Date(clock.now().getTime() + 3000) }])
  await database.db.sql`update workflows set channels = '{}' where id = ${workflow.id}`
  const none = await orderOf(data)
  await planNotifications(deps(), [none.id])
  expect(await stateOf(none.id)).toMatchObject({
    notification: { status: 'RECORDED', statusReason: expect.stringContaining('no channel') },
    deliveries: [],
  })
})

test('the seeded workflows listen to the API, to webhooks and to SQL, and to nothing else', async () => {
  await seedWorkflows(asMember(database.db))
  await seedWorkflows(asMember(database.db))
  const rows = await database.db.sql<{ key: string; sources: string[]; event_type: string | null }[]>`
    select key, sources, event_type from workflows order by key`
  expect(rows).toHaveLength(14)
  for (const { event_type, sources } of rows)
    expect(sources).toEqual(event_type ? ['api', 'webhook', 'sql'] : [])
  await orderWorkflow(database.db, { enabled: false })
  const kafka = await pendingNotification(database.db, { source: 'kafka', payload: order.data })
  const api = await pendingNotification(database.db, { payload: order })
  await planNotifications(deps(), [kafka.id, api.id])
  expect((await stateOf(kafka.id)).notification?.status).toBe('RECORDED')
  expect((await stateOf(api.id)).notification?.status).toBe('QUEUED')
})

test('more than go into one transaction are planned all the same', async () => {
  const ids = Array.from({ length: 2500 }, () => newId())
  await database.db.sql`insert into notifications (id, source, trace_id, payload, created_at)
    select id, 'api', id, '{}', now() from unnest(${ids}::uuid[]) id`
  expect(await planNotifications(deps(), ids)).toBe(2500)
  expect((await stateOf(ids[2400] ?? '')).notification?.status).toBe('RECORDED')
})

test('one whose rows PostgreSQL refuses stays PENDING alone', async () => {
  await orderWorkflow(database.db)
  const made = []
  for (let i = 0; i < 5; i++) made.push(await pendingNotification(database.db, { payload: order }))
  const ids = made.map(({ id }) => id)
  const refused = ids[3] ?? ''
  await database.db.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
    create trigger refuse before insert on deliveries for each row
      when (new.notification_id = '${refused}') execute function refuse()`)
  await expect(planNotifications(deps(), ids)).rejects.toThrow('refused')
  await database.db.sql`drop trigger refuse on deliveries`
  for (const id of ids) {
    const { notification } = await stateOf(id)
    expect(notification?.status).toBe(id === refused ? 'PENDING' : 'QUEUED')
  }
  expect(await planNotifications(deps(), ids)).toBe(1)
})

test('one whose planning breaks fails alone, by the log with its trace', async () => {
  await orderWorkflow(database.db)
  await database.db
    .sql`insert into workflows select gen_random_uuid(), 'broken', 'Broken', 'BROKEN', sources, true,
    category, channels, template_key, '{"not":"a list"}', sender, reply_to, retry, created_at, updated_at from workflows`
  const broken = await pendingNotification(database.db, { eventType: 'BROKEN', payload: order })
  const good = await orderOf()
  await planNotifications(deps(), [broken.id, good.id])
  expect((await stateOf(good.id)).notification?.status).toBe('QUEUED')
  expect((await stateOf(broken.id)).notification).toMatchObject({ status: 'FAILED' })
})

describe('a template asked for by its key', () => {
  const user = async (columns: Partial<typeof users.$inferInsert> = {}) => {
    const id = newId()
    const at = new Date()
    await database.db.orm
      .insert(users)
      .values({ id, externalId: 'P9', email: 'Pat@example.com', createdAt: at, updatedAt: at, ...columns })
    return id
  }
  const asked = (payload: Record<string, unknown> = {}, columns = {}) =>
    pendingNotification(database.db, {
      eventType: 'order-created',
      payload: { user_id: 'P9', template_key: 'order-created', message_data: { order_id: 5 }, ...payload },
      ...columns,
    })

  test('is sent to its user with its own data, whatever workflows say', async () => {
    await orderWorkflow(database.db, { eventType: 'order-created' })
    const userId = await user()
    const notification = await asked()
    const marked = await asked({ user_id: 'ext:P9' })
    await planNotifications(deps(), [notification.id, marked.id])
    for (const { id } of [notification, marked]) {
      expect(await stateOf(id)).toMatchObject({
        notification: { status: 'QUEUED', workflowId: null, userId, recipient: 'pat@example.com' },
        deliveries: [{ status: 'QUEUED', address: 'Pat@example.com', templateVersion: 2, workflowId: null }],
      })
    }
    const provider = fakeProvider('smtp')
    const { deliveries: made } = await stateOf(notification.id)
    await emailWorker(database.db, { clock, providers: [provider] }).deliver(made.map(({ id }) => id))
    expect(provider.sent).toMatchObject([{ to: 'Pat@example.com', subject: 'Order 5 (1)' }])
    expect((await stateOf(notification.id)).notification?.status).toBe('SENT')
  })

  test('goes to the user it was accepted for, even when the external id has a new owner', async () => {
    await orderWorkflow(database.db)
    const first = await user()
    const notification = await asked({}, { userId: first })
    await database.db.sql`update users set external_id = null where id = ${first}`
    await user({ email: 'new@example.com' })
    await planNotifications(deps(), [notification.id])
    expect((await stateOf(notification.id)).deliveries).toMatchObject([{ address: 'Pat@example.com' }])
  })

  test('by push alone: WITHHELD, with the reason; beside an e-mail it does not count', async () => {
    await orderWorkflow(database.db)
    await user()
    const push = await asked({ channels: ['push'] })
    const both = await asked({ channels: ['email', 'push'] })
    const twice = await asked({ channels: ['email', 'email'] })
    await planNotifications(deps(), [push.id, both.id, twice.id])
    expect((await stateOf(twice.id)).deliveries).toHaveLength(1)
    expect((await stateOf(push.id)).notification).toMatchObject({
      status: 'WITHHELD',
      statusReason: 'The user has no push subscription.',
    })
    const state = await stateOf(both.id)
    expect(state.notification?.status).toBe('QUEUED')
    const made = state.deliveries.map(({ id }) => id)
    await emailWorker(database.db, { clock, providers: [fakeProvider('smtp')] }).deliver(made)
    expect((await stateOf(both.id)).notification?.status).toBe('SENT')
  })

  test('that fails by e-mail says why, and not why the push was withheld', async () => {
    await orderWorkflow(database.db)
    await user()
    const { id } = await asked({ channels: ['email', 'push'] })
    await planNotifications(deps(), [id])
    const provider = fakeProvider('smtp')
    provider.answers.push({ outcome: 'permanent', code: 'smtp_550', message: '550 no such mailbox' })
    const made = (await stateOf(id)).deliveries.map((delivery) => delivery.id)
    await emailWorker(database.db, { clock, providers: [provider] }).deliver(made)
    expect((await stateOf(id)).notification).toMatchObject({
      status: 'FAILED',
      statusReason: '550 no such mailbox',
      errorMessage: '550 no such mailbox',
    })
  })

  test('whose template is archived by now: FAILED, with the reason, and its user is kept', async () => {
    await orderWorkflow(database.db)
    const userId = await user()
    const notification = await asked({}, { userId })
    await database.db.sql`update templates set archived_at = now() where key = 'order-created'`
    await planNotifications(deps(), [notification.id])
    await database.db.sql`update templates set archived_at = null where key = 'order-created'`
    expect((await stateOf(notification.id)).notification).toMatchObject({
      status: 'FAILED',
      userId,
      errorMessage: expect.stringMatching(/^There is no template “.+”, or it is archived\.$/),
    })
  })
})

describe('its time', () => {
  const hour = 60 * 60_000
  const hence = (ms: number) => new Date(clock.now().getTime() + ms)

  test('scheduled: HELD until then, with a job for then; sent when it has come', async () => {
    await orderWorkflow(database.db)
    const scheduledAt = hence(hour)
    const notification = await pendingNotification(database.db, { payload: order, scheduledAt })
    await planNotifications(deps(), [notification.id])
    const state = await stateOf(notification.id)
    expect(state).toMatchObject({
      notification: { status: 'SCHEDULED', recipient: 'user@example.com' },
      deliveries: [{ status: 'HELD', reason: 'scheduled', dueAt: scheduledAt }],
    })
    const ids = state.deliveries.map(({ id }) => id)
    const jobs = await jobsOf(database.db, ...ids)
    expect(jobs).toMatchObject([{ task: 'notifications.email' }])
    const late = (jobs[0]?.runAt.getTime() ?? 0) - scheduledAt.getTime()
    expect(late).toBeGreaterThanOrEqual(0)
    expect(late).toBeLessThan(1000)
    const then = fixedClock(clock.now())
    const provider = fakeProvider('smtp')
    const worker = emailWorker(database.db, { clock: then, providers: [provider] })
    await worker.deliver(ids)
    expect(provider.sent).toEqual([])
    expect((await stateOf(notification.id)).notification?.status).toBe('SCHEDULED')
    then.advance(hour)
    await worker.deliver(ids)
    expect(provider.sent).toHaveLength(1)
    expect((await stateOf(notification.id)).notification?.status).toBe('SENT')
  })

  test('cancelled before then, it is never sent', async () => {
    await orderWorkflow(database.db)
    const notification = await pendingNotification(database.db, { payload: order, scheduledAt: hence(hour) })
    await planNotifications(deps(), [notification.id])
    const cancelled = await cancelNotification(asMember(database.db), { id: notification.id })
    expect(cancelled).toEqual({ deliveries: 1, status: 'CANCELLED' })
    const then = fixedClock(hence(2 * hour))
    const provider = fakeProvider('smtp')
    const ids = (await stateOf(notification.id)).deliveries.map(({ id }) => id)
    await emailWorker(database.db, { clock: then, providers: [provider] }).deliver(ids)
    expect(provider.sent).toEqual([])
  })

  test('held, with every provider away when it comes: waits as QUEUED', async () => {
    await orderWorkflow(database.db)
    const notification = await pendingNotification(database.db, { payload: order, scheduledAt: hence(hour) })
    await planNotifications(deps(), [notification.id])
    const ids = (await stateOf(notification.id)).deliveries.map(({ id }) => id)
    const provider = fakeProvider('smtp')
    provider.breaker = 'open'
    await emailWorker(database.db, { clock: fixedClock(hence(hour)), providers: [provider] }).deliver(ids)
    expect(await stateOf(notification.id)).toMatchObject({
      notification: { status: 'QUEUED' },
      deliveries: [{ status: 'QUEUED', reason: 'breaker_open' }],
    })
  })

  test('over before planning, before the first try or before the next: WITHHELD, with the reason', async () => {
    await orderWorkflow(database.db)
    const withheld = { status: 'WITHHELD', statusReason: expect.stringContaining('not to be sent after') }
    const over = await pendingNotification(database.db, { payload: order, expiresAt: hence(-1) })
    await planNotifications(deps(), [over.id])
    expect(await stateOf(over.id)).toMatchObject({
      notification: withheld,
      deliveries: [{ status: 'WITHHELD', reason: 'expired' }],
    })
    for (const tries of [0, 1]) {
      const notification = await pendingNotification(database.db, { payload: order, expiresAt: hence(hour) })
      await planNotifications(deps(), [notification.id])
      const ids = (await stateOf(notification.id)).deliveries.map(({ id }) => id)
      const then = fixedClock(clock.now())
      const provider = fakeProvider('smtp')
      provider.answers.push({ outcome: 'transient', code: 'smtp_451', message: '451' })
      const worker = emailWorker(database.db, { clock: then, providers: [provider] })
      if (tries > 0) await worker.deliver(ids)
      then.advance(hour)
      await worker.deliver(ids)
      expect(provider.sent).toHaveLength(tries)
      expect(await stateOf(notification.id)).toMatchObject({
        notification: withheld,
        deliveries: [{ status: 'WITHHELD', reason: 'expired', attemptCount: tries }],
      })
    }
  })
})

test('whom its source’s mapping names comes first, also when it is replayed', async () => {
  await orderWorkflow(database.db, { sources: ['webhook'] })
  const notification = await pendingNotification(database.db, {
    source: 'webhook',
    payload: order.data,
    addressee: 'mapped@example.com',
  })
  await planNotifications(deps(), [notification.id])
  const { deliveries: made } = await stateOf(notification.id)
  expect(made).toMatchObject([{ address: 'mapped@example.com' }])
  await emailWorker(database.db, { clock, providers: [fakeProvider('smtp')] }).deliver(
    made.map(({ id }) => id),
  )
  await replayNotification(asMember(database.db), deps(), { id: notification.id, mode: 'today' })
  expect((await stateOf(notification.id)).deliveries).toMatchObject([
    { address: 'mapped@example.com' },
    { address: 'mapped@example.com', replayMode: 'today' },
  ])
})
