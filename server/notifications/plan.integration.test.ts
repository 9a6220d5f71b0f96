import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { users } from '#server/db/schema/users.ts'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { appointment, order } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, fakeProvider, jobsOf, orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { planDeps, planState } from '#server/testing/planning-jobs.ts'
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

const deps = (changes: Parameters<typeof planDeps>[2] = {}) => planDeps(database.db, clock, changes)
const stateOf = (id: string) => planState(database.db, id)

const orderOf = (data: Record<string, unknown> = order.data) =>
  pendingNotification(database.db, { payload: { type: 'ORDER_CREATED', data } })

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
