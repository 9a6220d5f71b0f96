import { Logger as QueueLogger, runOnce, type TaskList } from 'graphile-worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { createEmailDelivery } from '#server/delivery/deliver.ts'
import { guardProvider } from '#server/delivery/providers/guard.ts'
import { createInboxProvider } from '#server/delivery/providers/inbox.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { apiKey, silent, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailTask } from '#server/worker/tasks/email.ts'
import { planTask } from '#server/worker/tasks/plan.ts'

// What the callers of the gateway, user and template services do, from the first call to the mail.

let database: TestDatabase
let api: TestApi
/** What a worker would do until the queue has nothing due; or the first half of it. */
let planOnly: () => Promise<void>
let work: () => Promise<void>

beforeAll(async () => {
  database = await testDatabase()
  const { db, url } = database
  api = testApi(db, await apiKey(db, ['ingest', 'read', 'users', 'templates']))
  const log = silent()
  const delivery = createEmailDelivery({
    db,
    clock: systemClock,
    log,
    workerId: 'w1',
    providers: [guardProvider(createInboxProvider(db))],
    mail: { from: 'Shop <shop@example.com>', allowTo: null },
    link: (address) => `https://posthorn.test/u/${address}`,
    defaultTimezone: 'UTC',
    render: await createRenderer(
      db.orm,
      { name: 'Posthorn', url: 'https://posthorn.test' },
      (address) => `https://posthorn.test/u/${address}`,
    ),
  })
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  const plan = { 'notifications.plan': planTask({ db, clock: systemClock, settings, log }) }
  const run = (taskList: TaskList) =>
    runOnce({ connectionString: url, logger: new QueueLogger(() => () => undefined), taskList })
  planOnly = () => run(plan)
  work = () => run({ ...plan, 'notifications.email': emailTask(delivery) })
})
afterAll(() => database.close())

async function post(path: string, body: unknown) {
  const answer = await api.call('POST', path, { body })
  expect({ path, ...answer }).toMatchObject({ status: expect.toSatisfy((status) => status < 300) })
  return answer.body.data ?? {}
}
async function notify(user: string, message_data: Record<string, unknown>, template_key = 'WELCOME_EMAIL') {
  const { notification_id } = await post('/notify', {
    user_id: user,
    template_key,
    message_data,
  })
  return String(notification_id)
}
/** The notification after all work was done, and its mail in the inbox. */
async function outcome(id: string) {
  await work()
  const { body } = await api.call('GET', `/v1/notifications/${id}`)
  const [mail] = await database.db.sql`
    select c.subject, c.text, c.html, m."to" from inbox_messages m join delivery_contents c using (delivery_id)
    join deliveries d on d.id = m.delivery_id where d.notification_id = ${id}`
  return { notification: body.data, mail }
}

describe('a template that was posted', () => {
  let german: string
  let stranger: string

  beforeAll(async () => {
    const template = {
      template_key: 'WELCOME_EMAIL',
      subject: 'Welcome, {name}!',
      body: 'Hello {name},\n\nstart at {link}',
      html_body: '<h1>Hello {name}</h1><a href="{link}">Start</a>',
    }
    await post('/templates', template)
    await post('/templates/', {
      ...template,
      locale: 'de',
      subject: 'Willkommen, {{name}}!',
      html_body: null,
    })
    german = String(
      (await post('/users', { email_address: 'ada@example.com', preferred_language: 'de-AT' })).user_id,
    )
    stranger = String((await post('/users', { email_address: 'bob@example.com' })).user_id)
  })

  test('reaches a user with their data, escaped where it stands', async () => {
    const id = await notify(stranger, { name: 'Bob <b>&</b>\r\nBcc: x@y.z', link: 'javascript:alert(1)' })
    const { notification, mail } = await outcome(id)
    expect(notification).toMatchObject({
      status: 'SENT',
      deliveries: [{ template_key: 'WELCOME_EMAIL', version: 2, address: 'bob@example.com' }],
    })
    expect(mail).toEqual({
      to: 'bob@example.com',
      subject: 'Welcome, Bob <b>&</b> Bcc: x@y.z!',
      text: 'Hello Bob <b>&</b>\r\nBcc: x@y.z,\n\nstart at javascript:alert(1)'.replace(
        'javascript:alert(1)',
        '#',
      ),
      html: '<h1>Hello Bob &lt;b&gt;&amp;&lt;/b&gt;\r\nBcc: x@y.z</h1><a href="#">Start</a>',
    })
  })

  test('reaches them in the language that is closest to theirs', async () => {
    const { mail } = await outcome(await notify(german, { name: 'Ada', link: 'https://a.b/c?d=e&f' }))
    expect(mail).toMatchObject({
      subject: 'Willkommen, Ada!',
      html: expect.stringContaining('<a class="link" href="https://a.b/c?d=e&amp;f"'),
    })
  })

  test('reaches whoever has no language in the one that its template is written in first', async () => {
    const template = { template_key: 'SALUT', subject: 'Bonjour', body: 'Bonjour {name}', locale: 'fr' }
    await post('/templates', template)
    await post('/templates', { ...template, subject: 'Hello', body: 'Hello {name}', locale: 'en' })
    const { notification, mail } = await outcome(await notify(stranger, { name: 'Bob' }, 'SALUT'))
    expect(mail?.subject).toBe('Bonjour')
    expect(notification).toMatchObject({ deliveries: [{ locale: 'fr' }] })
  })

  test('fails for good, and says why, when a value is missing', async () => {
    const { notification, mail } = await outcome(await notify(german, { name: 'Ada' }))
    expect(notification).toMatchObject({
      status: 'FAILED',
      status_reason: 'The data does not fit the template “WELCOME_EMAIL”: link: is required',
      deliveries: [{ status: 'FAILED', reason: 'render_failed' }],
    })
    expect(mail).toBeUndefined()
  })

  test('is what was the newest when it was planned', async () => {
    const id = await notify(german, { name: 'Ada', link: 'https://a.b' })
    await planOnly()
    await post('/templates', { template_key: 'WELCOME_EMAIL', locale: 'de', subject: 'Neu', body: 'B' })
    const later = await notify(german, { name: 'Ada' })
    const [first, second] = [await outcome(id), await outcome(later)]
    expect([first.mail?.subject, second.mail?.subject]).toEqual(['Willkommen, Ada!', 'Neu'])
    expect(first.notification).toMatchObject({ deliveries: [{ version: 2 }] })
    expect(second.notification).toMatchObject({ deliveries: [{ version: 3 }] })
  })

  test('is sent as it was planned, though it was archived since; and no more after that', async () => {
    const id = await notify(german, { name: 'Ada' })
    await planOnly()
    expect((await api.call('DELETE', '/templates/WELCOME_EMAIL')).status).toBe(200)
    expect((await outcome(id)).mail?.subject).toBe('Neu')
    const answer = await api.call('POST', '/notify', {
      body: { user_id: german, template_key: 'WELCOME_EMAIL', message_data: {} },
    })
    expect(answer).toMatchObject({ status: 404, body: { data: { issues: [{ path: 'template_key' }] } } })
  })
})
