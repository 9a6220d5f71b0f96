import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { members } from '#server/db/schema/members.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { templateVersions } from '#server/db/schema/templates.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, fakeProvider, jobsOf } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'
import { currentTemplate } from '../current.ts'
import { loadDraft } from '../drafts/draft.ts'
import { saveDraft } from '../drafts/save.ts'
import { publishTemplate } from '../publish.ts'
import { registerGitTemplates } from '../register-git.ts'
import { tidyTemplates } from '../tidy.ts'
import { testRecipients } from './recipients.ts'
import type { SendTestInput } from './schemas.ts'
import { sendTemplateTest } from './send.ts'

const app = { name: 'Posthorn', url: 'https://posthorn.test' }
let database: TestDatabase
let admin: Context
const email = (id: string) => `${id}@example.com`

beforeAll(async () => {
  database = await testDatabase()
  admin = asMember(database.db)
  await registerGitTemplates(admin)
  const member = (id: string, emailVerified = true) => ({
    ...{
      id,
      name: id[0]?.toUpperCase() + id.slice(1),
      email: email(id),
      emailVerified,
      role: 'author' as const,
    },
  })
  const others = Array.from({ length: 9 }, (_, i) => member(`other${i}`))
  await database.db.orm
    .insert(members)
    .values([member('ada'), member('bob'), member('eve', false), ...others])
})
afterAll(() => database.close())

const as = (id: string): Context => ({ ...admin, actor: { kind: 'member', id, name: id, role: 'author' } })
let sequence = 0

/** A published template with a draft that says something else. */
async function drafted(body = 'Thanks for {id}', variables: Record<string, unknown> | null = null) {
  const key = `sent-${++sequence}`
  await publishTemplate(admin, { template_key: key, subject: 'Published', body: 'Published' })
  const { lockVersion: before } = await loadDraft(database.db.orm, key)
  const source = { subject: 'Order {id} for {recipient.name}', body, html_body: null }
  const { lockVersion } = await saveDraft(admin, {
    ...{
      key,
      lockVersion: before,
      variables,
      locales: [
        { locale: 'en', source },
        { locale: 'de', source },
      ],
    },
  })
  return { key, lockVersion }
}
const send = (
  of: { key: string; lockVersion: number },
  more: Partial<SendTestInput> = {},
  by = as(`by${++sequence}`),
) => sendTemplateTest(by, { app }, { ...of, locale: 'en', data: { id: '7' }, to: ['ada'], ...more })

/** Delivers the tests as a worker does, and answers what reached the provider. */
async function delivered(notificationIds: readonly string[]) {
  const rows = await database.db.sql<{ id: string }[]>`
    select id from deliveries where notification_id = any(${notificationIds as string[]}::uuid[])`
  const provider = fakeProvider()
  const render = await createRenderer(database.db.orm, app, (address) => `${app.url}/u/${address}`)
  const worker = emailWorker(database.db, { clock: systemClock, providers: [provider], render })
  const ids = rows.map(({ id }) => id)
  expect((await jobsOf(database.db, ...ids)).flatMap((job) => job.ids).toSorted()).toEqual(ids.toSorted())
  await worker.deliver(ids)
  return provider.sent
}
const stored = async (id = '') =>
  (await database.db.orm.select().from(notifications).where(eq(notifications.id, id)))[0]

test('members with a verified address are offered, the asker first', async () => {
  const offered = await testRecipients(as('bob'))
  expect(offered[0]).toEqual({ id: 'bob', name: 'Bob', email: email('bob'), you: true })
  expect(offered.map(({ id }) => id)).toContain('ada')
  expect(offered.map(({ id }) => id)).not.toContain('eve')
})

test('the draft goes out by the worker, marked as a test, to each by name', async () => {
  const of = await drafted()
  const { notificationIds } = await send(of, { to: ['ada', 'bob'] })
  expect(await stored(notificationIds[0])).toMatchObject({
    ...{ status: 'QUEUED', eventType: 'template.test', source: 'dashboard', sensitive: false },
  })
  const sent = await delivered(notificationIds)
  expect(
    sent.map(({ to, subject }) => ({ to, subject })).toSorted((a, b) => a.to.localeCompare(b.to)),
  ).toEqual([
    { to: email('ada'), subject: '[Test] Order 7 for Ada' },
    { to: email('bob'), subject: '[Test] Order 7 for Bob' },
  ])
  expect(sent[0]?.text).toContain('Thanks for 7')
  expect(await stored(notificationIds[1])).toMatchObject({ status: 'SENT' })
})

test('what a test sent is never what is sent otherwise', async () => {
  const of = await drafted()
  await send(of)
  await send(of)
  const versions = await database.db.orm
    .select({ version: templateVersions.version })
    .from(templateVersions)
    .where(eq(templateVersions.templateKey, of.key))
  expect(versions.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([-2, -1, 1])
  expect(await currentTemplate(database.db.orm, of.key)).toMatchObject({ version: 1 })
  expect(await loadDraft(database.db.orm, of.key)).toMatchObject({ lockVersion: of.lockVersion, basedOn: 1 })
})

test('a mail of git is tested as it is in the code, or with what the draft says otherwise', async () => {
  const key = 'user-registered'
  const { lockVersion: before } = await loadDraft(database.db.orm, key)
  const data = { name: 'Ada', email: email('ada'), user_id: '1' }
  const asInCode = await send({ key, lockVersion: before }, { data })
  const [first] = await delivered(asInCode.notificationIds)
  expect(first?.subject).toMatch(/^\[Test\] \S/)
  const source = { subject: 'Cześć', strings: {} }
  const { lockVersion } = await saveDraft(admin, {
    key,
    lockVersion: before,
    locales: [{ locale: 'pl', source }],
  })
  const otherwise = await send({ key, lockVersion }, { data, locale: 'pl' })
  const [second] = await delivered(otherwise.notificationIds)
  expect(second?.subject).toBe('[Test] Cześć')
})

test('who is suppressed gets no test either', async () => {
  await database.db.sql`insert into suppressions (id, channel, address, reason, created_at)
    values (gen_random_uuid(), 'email', ${email('other0')}, 'complaint', now())`
  const { notificationIds } = await send(await drafted(), { to: ['other0'] })
  expect(await delivered(notificationIds)).toEqual([])
  expect(await stored(notificationIds[0])).toMatchObject({ status: 'WITHHELD' })
})

test('refused: another draft, a language it lacks, somebody unverified, data that does not fit', async () => {
  const of = await drafted('{id} {needed}')
  const data = { id: '1', needed: '2' }
  await expect(send({ ...of, lockVersion: of.lockVersion - 1 }, { data })).rejects.toMatchObject({
    code: 'conflict',
  })
  await expect(send(of, { data, locale: 'fr' })).rejects.toMatchObject({ code: 'bad_input' })
  await expect(send(of, { data, to: ['eve'] })).rejects.toMatchObject({ code: 'bad_input' })
  await expect(send(of, { data, to: ['nobody'] })).rejects.toMatchObject({ code: 'bad_input' })
  await expect(send(of)).rejects.toMatchObject({
    code: 'unprocessable',
    issues: [{ path: 'data.needed', message: 'is required' }],
  })
  const viewer: Context = { ...admin, actor: { kind: 'member', id: 'v', name: 'V', role: 'viewer' } }
  await expect(send(of, { data }, viewer)).rejects.toMatchObject({ code: 'forbidden' })
})

test('ten addresses a minute and no more, also at once; what is refused uses up nothing', async () => {
  const of = await drafted()
  const by = as('busy')
  const all = await Promise.allSettled(
    Array.from({ length: 5 }, () => send(of, { to: ['ada', 'bob', 'other1'] }, by)),
  )
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  await expect(send(of, { to: ['ada', 'bob'] }, by)).rejects.toMatchObject({ code: 'rate_limited' })
  await send(of, { to: ['ada'] }, by)
  await expect(send(of, { to: ['ada'] }, by)).rejects.toMatchObject({ code: 'rate_limited' })
  const later = { ...by, clock: { now: () => new Date(Date.now() + 61_000) } }
  await send(of, { to: ['ada'] }, later)
})

test('after 30 days what a test sent goes, but for what its delivery keeps', async () => {
  const of = await drafted()
  const { notificationIds } = await send(of)
  await delivered(notificationIds)
  await send(of)
  const clock = { now: () => new Date(Date.now() + 31 * 24 * 60 * 60_000) }
  const { tests } = await tidyTemplates({ db: database.db, clock })
  expect(tests).toBeGreaterThanOrEqual(1)
  const left = await database.db.orm
    .select()
    .from(templateVersions)
    .where(eq(templateVersions.templateKey, of.key))
  // The last stays, so that its number never comes again.
  expect(left.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([-2, 1])
  const [content] = await database.db.sql`select c.subject from delivery_contents c
    join deliveries d on d.id = c.delivery_id where d.notification_id = ${notificationIds[0] ?? ''}`
  expect(content?.subject).toBe('[Test] Order 7 for Ada')
})
