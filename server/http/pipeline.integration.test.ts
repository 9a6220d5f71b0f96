import { Logger as QueueLogger, runOnce } from 'graphile-worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { createEmailDelivery } from '#server/delivery/deliver.ts'
import { apiKey, order, silent, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { fakeProvider, orderWorkflow } from '#server/testing/delivering.ts'
import { emailTask } from '#server/worker/tasks/email.ts'
import { planTask } from '#server/worker/tasks/plan.ts'

let database: TestDatabase
let api: TestApi
const smtp = fakeProvider('smtp')

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db))
  await orderWorkflow(database.db)
})
afterAll(() => database.close())

/** What a worker would do until the queue has nothing due. */
async function work(): Promise<void> {
  const { db } = database
  const log = silent()
  const delivery = createEmailDelivery({
    db,
    clock: systemClock,
    log,
    workerId: 'w1',
    providers: [smtp],
    mail: { from: 'Shop <shop@example.com>', allowTo: null },
    link: (address) => `https://posthorn.test/u/${address}`,
    defaultTimezone: 'UTC',
    render: async () => ({ subject: 'Order 123', html: '<p>599</p>', text: '599', version: 2 }),
  })
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  await runOnce({
    connectionString: database.url,
    logger: new QueueLogger(() => () => undefined),
    taskList: {
      'notifications.plan': planTask({ db, clock: systemClock, settings, log }),
      'notifications.email': emailTask(delivery),
    },
  })
}

test('an event that is accepted is planned, delivered, and read back whole', async () => {
  const { body: accepted } = await api.call('POST', '/v1/notifications', { body: order })
  await work()
  const { body } = await api.call('GET', `/v1/notifications/${String(accepted.data?.notification_id)}`)
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(body.data).toEqual({
    notification_id: accepted.data?.notification_id,
    type: 'ORDER_CREATED',
    source: 'api',
    status: 'SENT',
    status_reason: null,
    user_id: null,
    order_id: '123',
    correlation_id: null,
    trace_id: accepted.data?.trace_id,
    payload: order,
    created_at: time,
    sent_at: time,
    error_message: null,
    deliveries: [
      {
        delivery_id: expect.any(String),
        channel: 'email',
        address: 'user@example.com',
        provider: 'smtp',
        status: 'SENT',
        reason: null,
        due_at: time,
        template_key: 'order-created',
        version: 2,
        locale: 'en',
        attempts: [
          {
            started_at: time,
            duration_ms: expect.any(Number),
            outcome: 'sent',
            provider_id: expect.stringContaining('@test'),
            error: null,
          },
        ],
      },
    ],
  })
  expect(smtp.sent).toMatchObject([{ to: 'user@example.com', subject: 'Order 123' }])
  const left = await database.db.sql`select 1 from graphile_worker._private_jobs`
  expect(left).toEqual([])
})

test('one that is refused for good says so, in the words of the provider', async () => {
  smtp.answers.push({ outcome: 'permanent', code: 'smtp_550', message: '550 no such mailbox' })
  const { body: accepted } = await api.call('POST', '/v1/notifications', { body: order })
  await work()
  const { body } = await api.call('GET', `/v1/notifications/${String(accepted.data?.notification_id)}`)
  expect(body.data).toMatchObject({
    status: 'FAILED',
    sent_at: null,
    error_message: '550 no such mailbox',
    deliveries: [{ status: 'FAILED', attempts: [{ outcome: 'permanent', error: '550 no such mailbox' }] }],
  })
})

test('what waits for its end hears of it', async () => {
  const waiting = api.call('POST', '/v1/notifications', { body: order, headers: { Prefer: 'wait=10' } })
  const pending = async () =>
    (await database.db.sql`select 1 from notifications where status = 'PENDING'`).length
  await expect.poll(pending).toBe(1)
  await work()
  expect((await waiting).body.data).toMatchObject({ status: 'SENT' })
})

test('a template asked for by its key goes to its user', async () => {
  const [user] = await database.db.sql<
    { id: string }[]
  >`insert into users (id, external_id, email, created_at, updated_at)
    values (gen_random_uuid(), 'P9', 'pat@example.com', now(), now()) returning id`
  const body = {
    user_id: 'P9',
    template_key: 'order-created',
    message_data: { order_id: 5 },
    channels: ['email', 'push'],
  }
  const { body: accepted } = await api.call('POST', '/notify', { body })
  await work()
  const read = await api.call('GET', `/v1/notifications/${String(accepted.data?.notification_id)}`)
  expect(read.body.data).toMatchObject({
    type: 'order-created',
    status: 'SENT',
    user_id: user?.id,
    order_id: '5',
    payload: body,
    deliveries: [
      { channel: 'email', address: 'pat@example.com', status: 'SENT' },
      { channel: 'push', status: 'WITHHELD', reason: 'no_address', attempts: [] },
    ],
  })
})

test('what comes by /send-notification is only recorded, unless a workflow names that source', async () => {
  const event = { event_type: 'ORDER_CREATED', ...order.data, status: 'SENT' }
  const send = async () => {
    const { body } = await api.call('POST', '/send-notification', { body: event })
    await work()
    return api.call('GET', `/v1/notifications/${String(body.notification_id)}`)
  }
  expect((await send()).body.data).toMatchObject({
    source: 'send-notification',
    type: 'ORDER_CREATED',
    status: 'RECORDED',
    status_reason: 'No workflow listens to “ORDER_CREATED” from send-notification.',
  })
  await orderWorkflow(database.db, { sources: ['send-notification'] })
  expect((await send()).body.data).toMatchObject({ status: 'SENT' })
  expect((await api.call('GET', '/order/123/latest')).body).toMatchObject({ status: 'SENT', event })
})
