import { Logger as QueueLogger, runOnce } from 'graphile-worker'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { createEmailDelivery } from '#server/delivery/deliver.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { registerGitTemplates } from '#server/templates/register-git.ts'
import { apiKey, silent, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { fakeProvider } from '#server/testing/delivering.ts'
import { emailTask } from '#server/worker/tasks/email.ts'
import { planTask } from '#server/worker/tasks/plan.ts'

let database: TestDatabase
let api: TestApi
const smtp = fakeProvider('smtp')

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  const ctx = { db, clock: systemClock, actor: { kind: 'system' } } as const
  await registerGitTemplates(ctx)
  await seedWorkflows(ctx)
  api = testApi(db, await apiKey(db, ['users', 'read']))
})
afterAll(async () => {
  // The queue's own connections end a moment after its work.
  const others = () =>
    database.db
      .sql`select 1 from pg_stat_activity where datname = current_database() and application_name <> datname`
  await vi.waitFor(async () => expect(await others()).toEqual([]))
  await database.close()
})
afterEach(async () => {
  smtp.sent.length = 0
  await database.db.sql`update workflows set enabled = false, conditions = null where key = 'user-created'`
})

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
    render: await createRenderer(
      db.orm,
      { name: 'Posthorn', url: 'http://localhost:3000' },
      (address) => `http://localhost:3000/u/${address}`,
    ),
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

async function created(body: Record<string, unknown>, headers: Record<string, string> = {}): Promise<string> {
  const answer = await api.call('POST', '/v1/users', { body, headers })
  expect(answer.status).toBe(201)
  await work()
  return String(answer.body.data?.user_id)
}
const notificationsOf = (userId: string) => database.db.sql`
  select status, event_type, source, source_name, recipient, trace_id from notifications where user_id = ${userId}`
const sentTo = () => smtp.sent.map(({ to, subject }) => ({ to, subject }))

test('with notify a new user is welcomed by mail, though the workflow is off', async () => {
  const traceparent = '00-0198f3c26b1e7c449a512f0d8e7a1b33-00f067aa0ba902b7-01'
  const user = { email_address: 'Ada@example.com', name: 'Ada', notify: true }
  const id = await created(user, { traceparent })
  expect(await notificationsOf(id)).toEqual([
    {
      status: 'SENT',
      event_type: 'user.created',
      source: 'api',
      source_name: 'shop',
      recipient: 'ada@example.com',
      trace_id: '0198f3c2-6b1e-7c44-9a51-2f0d8e7a1b33',
    },
  ])
  expect(sentTo()).toEqual([{ to: 'Ada@example.com', subject: 'Welcome, Ada' }])
})

test('without it nobody is, and nothing is recorded', async () => {
  for (const notify of [false, null, undefined]) {
    const id = await created({ email_address: `quiet-${String(notify)}@example.com`, notify })
    expect(await notificationsOf(id)).toEqual([])
  }
  expect(sentTo()).toEqual([])
})

test('while the workflow is on everybody is, once, by what the workflow says', async () => {
  await database.db.sql`
    update workflows set enabled = true, sender = 'Desk <desk@example.com>' where key = 'user-created'`
  for (const notify of [true, false]) {
    const id = await created({ email_address: `on-${notify}@example.com`, notify })
    expect(await notificationsOf(id)).toMatchObject([{ status: 'SENT', event_type: 'user.created' }])
  }
  expect(smtp.sent).toMatchObject([
    { to: 'on-true@example.com', subject: 'Welcome', from: 'Desk <desk@example.com>' },
    { to: 'on-false@example.com', subject: 'Welcome', from: 'Desk <desk@example.com>' },
  ])
})

test('with an Idempotency-Key it is done once', async () => {
  const user = { email_address: 'once@example.com', notify: true }
  const headers = { 'idempotency-key': 'welcome-once' }
  const id = await created(user, headers)
  expect(await created(user, headers)).toBe(id)
  expect(sentTo()).toEqual([{ to: 'once@example.com', subject: 'Welcome' }])
})

test('who is refused is not welcomed', async () => {
  const user = { email_address: 'once@example.com', notify: true }
  expect((await api.call('POST', '/v1/users', { body: user })).status).toBe(409)
  await work()
  expect(sentTo()).toEqual([])
})

test('a welcome obeys what the new user chose, and what is suppressed, either way', async () => {
  const { sql } = database.db
  const refusals = async (tag: string, notify: boolean) => {
    const off = await created({
      ...{ email_address: `off-${tag}@example.com`, notify },
      preferences: { email_enabled: false },
    })
    await sql`insert into suppressions (id, channel, address, reason, created_at)
      values (gen_random_uuid(), 'email', ${`bounced-${tag}@example.com`}, 'hard_bounce', now())`
    const bounced = await created({ email_address: `bounced-${tag}@example.com`, notify })
    return sql`select d.status, d.reason from deliveries d join notifications n on n.id = d.notification_id
      where n.user_id = any(${[off, bounced]}::uuid[]) order by d.id`
  }
  const expected = [
    { status: 'WITHHELD', reason: 'channel_off' },
    { status: 'WITHHELD', reason: 'suppressed' },
  ]
  expect(await refusals('asked', true)).toEqual(expected)
  await sql`update workflows set enabled = true where key = 'user-created'`
  expect(await refusals('always', false)).toEqual(expected)
  expect(sentTo()).toEqual([])
})

test('where the workflow’s conditions pass a user over, notify still welcomes them', async () => {
  const { sql } = database.db
  const conditions = { match: 'all', rules: [{ path: 'external_id', op: 'exists' }] }
  await sql`update workflows set enabled = true, conditions = ${JSON.stringify(conditions)}::text::jsonb
    where key = 'user-created'`
  const over = await created({ email_address: 'over@example.com' })
  expect(await notificationsOf(over)).toMatchObject([{ status: 'RECORDED' }])
  await created({ email_address: 'asked@example.com', notify: true })
  await created({ email_address: 'met@example.com', external_id: 'P1' })
  expect(sentTo()).toEqual([
    { to: 'asked@example.com', subject: 'Welcome' },
    { to: 'met@example.com', subject: 'Welcome' },
  ])
})
