import { Logger as QueueLogger, runOnce, type TaskList } from 'graphile-worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { createEmailDelivery } from '#server/delivery/deliver.ts'
import { guardProvider } from '#server/delivery/providers/guard.ts'
import { createInboxProvider } from '#server/delivery/providers/inbox.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { createTemplate } from '#server/templates/create.ts'
import { publishDraft } from '#server/templates/drafts/publish.ts'
import { saveDraft } from '#server/templates/drafts/save.ts'
import { realPayload, realPayloads } from '#server/templates/fixtures/payloads.ts'
import { templatesOverview } from '#server/templates/overview.ts'
import { getStudio } from '#server/templates/studio.ts'
import { rollBackVersion } from '#server/templates/versions/roll-back.ts'
import { apiKey, silent, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'
import { emailTask } from '#server/worker/tasks/email.ts'
import { planTask } from '#server/worker/tasks/plan.ts'

// A template of the studio from its first draft to the mails of its versions.

let database: TestDatabase
let api: TestApi
let ctx: Context
let work: () => Promise<void>
const key = 'order-news'
const app = { name: 'Posthorn', url: 'https://posthorn.test' }

beforeAll(async () => {
  database = await testDatabase()
  const { db, url } = database
  ctx = asMember(db)
  api = testApi(db, await apiKey(db, ['ingest', 'read', 'templates']))
  const log = silent()
  const delivery = createEmailDelivery({
    ...{ db, clock: systemClock, log, workerId: 'w1', defaultTimezone: 'UTC' },
    providers: [guardProvider(createInboxProvider(db))],
    mail: { from: 'Shop <shop@example.com>', allowTo: null },
    link: (address) => `https://posthorn.test/u/${address}`,
    render: await createRenderer(db.orm, app, (address) => `${app.url}/u/${address}`),
  })
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  const taskList: TaskList = {
    'notifications.plan': planTask({ db, clock: systemClock, settings, log }),
    'notifications.email': emailTask(delivery),
  }
  work = () => runOnce({ connectionString: url, logger: new QueueLogger(() => () => undefined), taskList })
})
afterAll(() => database.close())

const lockVersion = async () => (await getStudio(ctx, { key })).draft.lockVersion
const visual = (words: string) => ({
  subject: `${words} {order_id}`,
  preheader: `${words} {order_id}, as you asked us to`,
  doc: {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: `${words} ` },
          { type: 'variable', attrs: { path: 'order_id' } },
          { type: 'text', text: ', and here is all that we have to tell you about what you have ordered.' },
        ],
      },
    ],
  },
})
const variables = {
  type: 'object',
  properties: { order_id: { type: 'string' }, customer_email: { type: 'string', sensitive: true } },
  required: ['order_id'],
}

async function publish(words: string): Promise<number> {
  const change = { variables, locales: [{ locale: 'en', source: visual(words) }] }
  await saveDraft(ctx, { key, lockVersion: await lockVersion(), ...change })
  return (await publishDraft(ctx, { app }, { key, lockVersion: await lockVersion() })).version
}

async function order(id: string): Promise<string> {
  const body = { type: 'ORDER_CREATED', data: { order_id: id, customer_email: 'ada@example.com' } }
  const answer = await api.call('POST', '/v1/notifications', { body })
  expect(answer.status).toBe(200)
  await work()
  return String(answer.body.data?.notification_id)
}

/** The deliveries of a notification in their order, with what was sent. */
const mailsOf = async (id: string) => [
  ...(await database.db.sql`
    select d.template_version as version, d.status, c.subject from deliveries d
    join delivery_contents c on c.delivery_id = d.id where d.notification_id = ${id} order by d.id`),
]

test('what was sent keeps its version, through the next one, a roll back and replays', async () => {
  await createTemplate(ctx, { key, kind: 'visual', category: 'orders', locale: 'en' })
  expect(await api.call('GET', `/v1/templates/${key}`)).toMatchObject({ status: 404 })
  expect((await api.call('GET', `/v1/templates?q=${key}`)).body).toMatchObject({
    data: [],
    meta: { total: 0 },
  })
  await orderWorkflow(database.db, { key: 'order-news' })
  await database.db.sql`update workflows set template_key = ${key}`
  expect(await publish('We have your order')).toBe(1)
  const first = await order('1')
  expect(await mailsOf(first)).toMatchObject([
    { status: 'SENT', version: 1, subject: 'We have your order 1' },
  ])

  expect(await publish('Thank you for order')).toBe(2)
  const second = await order('2')
  expect(await mailsOf(second)).toMatchObject([{ version: 2, subject: 'Thank you for order 2' }])
  expect(await rollBackVersion(ctx, { key, version: 1 })).toEqual({ version: 3 })
  const third = await order('3')
  expect(await mailsOf(third)).toMatchObject([{ version: 3, subject: 'We have your order 3' }])
  expect(await mailsOf(first)).toMatchObject([{ version: 1 }])
  expect(await mailsOf(second)).toMatchObject([{ version: 2 }])

  for (const mode of ['sent', 'today']) {
    const answer = await api.call('POST', `/v1/notifications/${second}/replay`, { body: { mode } })
    expect(answer.status).toBe(202)
    await work()
  }
  expect(await mailsOf(second)).toMatchObject([
    { version: 2, subject: 'Thank you for order 2' },
    { version: 2, subject: 'Thank you for order 2' },
    { version: 3, subject: 'We have your order 2' },
  ])
})

test('what was sent is counted in the list, and its data is there to look with, the sensitive hidden', async () => {
  const { templates } = await templatesOverview(ctx, { q: key })
  expect(templates).toMatchObject([{ key, sent30d: 5, failed30d: 0, usedBy: [{ key: 'order-news' }] }])
  const payloads = await realPayloads(ctx, { key })
  expect(payloads).toMatchObject([
    { type: 'ORDER_CREATED', summary: 'order 3 · ada@example.com' },
    { summary: 'order 2 · ada@example.com' },
    { summary: 'order 1 · ada@example.com' },
  ])
  const [newest] = payloads
  expect(await realPayload(ctx, { key, notificationId: newest?.notificationId ?? '' })).toEqual({
    data: { order_id: '3', customer_email: '•••' },
  })
})

test('the API shows a visual template without texts, and its next version there is plain', async () => {
  const shown = await api.call('GET', `/v1/templates/${key}`)
  expect(shown.body.data).toMatchObject({
    ...{
      kind: 'visual',
      subject: 'We have your order {order_id}',
      body: null,
      html_body: null,
      locale: 'en',
    },
    variables,
  })
  const version = Number(shown.body.data?.version)
  await saveDraft(ctx, { key, lockVersion: await lockVersion(), name: 'Being written' })
  const body = { template_key: key, subject: 'Plain {order_id}', body: 'Plain {order_id}' }
  const posted = await api.call('POST', '/v1/templates', { body })
  expect(posted).toMatchObject({
    status: 201,
    body: { data: { kind: 'plain', version: version + 1, variables } },
  })
  expect(await getStudio(ctx, { key })).toMatchObject({
    draft: { basedOn: version, updatedByName: 'Ada' },
    versions: [{ kind: 'plain', version: version + 1 }, { kind: 'visual' }, {}, {}],
  })
  const back = await api.call('POST', `/v1/templates/${key}/rollback`, { body: { version } })
  expect(back).toMatchObject({
    status: 201,
    body: { data: { kind: 'visual', version: version + 2, body: null } },
  })
  const rendering = { template_key: key, message_data: { order_id: '7' } }
  const rendered = await api.call('POST', '/v1/templates/render', { body: rendering })
  expect(rendered.body.data).toMatchObject({
    subject: 'We have your order 7',
    version: version + 2,
    locale: 'en',
  })
})
