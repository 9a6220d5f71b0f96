import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification, queuedDelivery } from '#server/testing/factories.ts'
import { withOtherCode } from '#server/testing/other-code.ts'
import { archiveTemplate } from './archive.ts'
import { createTemplate } from './create.ts'
import { saveDraft } from './drafts/save.ts'
import { templateCategories, templatesOverview } from './overview.ts'
import { publishTemplate } from './publish.ts'
import { registerGitTemplates } from './register-git.ts'

let database: TestDatabase
let ctx: Context
let sequence = 0

beforeAll(async () => {
  database = await testDatabase()
  ctx = asMember(database.db)
  await registerGitTemplates(ctx)
})
afterAll(() => database.close())

const newKey = () => `overview-${++sequence}`
const publish = (key: string, fields: object = {}) =>
  publishTemplate(ctx, { template_key: key, subject: 'Hello', body: 'Hello', ...fields })
const list = async (asked: Parameters<typeof templatesOverview>[1] = {}) =>
  (await templatesOverview(ctx, asked)).templates
const row = async (key: string) => (await list({ archived: true })).find((one) => one.key === key)

describe('the list', () => {
  test('tells a published template with its draft, its languages and who sends it', async () => {
    const key = newKey()
    await publish(key, { locale: 'de' })
    await publish(key, { locale: 'fr' })
    const workflow = await orderWorkflow(database.db, { templateKey: key })
    expect(await row(key)).toMatchObject({
      ...{ key, name: null, kind: 'plain', category: 'transactional', locales: ['de', 'fr'], version: 2 },
      ...{ draft: null, updatedByName: 'Ada', archivedAt: null, newerCode: false },
      usedBy: [{ key: workflow.key, name: workflow.name, enabled: true }],
      ...{ sent30d: 0, failed30d: 0 },
    })
    const bob: Context = { ...ctx, actor: { kind: 'member', id: 'bob', name: 'Bob', role: 'author' } }
    await saveDraft(bob, { key, lockVersion: -2, name: 'Greeting', removed: ['fr'] })
    const drafted = await row(key)
    expect(drafted).toMatchObject({
      ...{ name: 'Greeting', version: 2, locales: ['de', 'fr'], updatedByName: 'Bob' },
      draft: { updatedByName: 'Bob' },
    })
    expect((await list())[0]?.key).toBe(key)
  })

  test('has what was never published, and what comes with the code', async () => {
    const key = newKey()
    await createTemplate(ctx, { key, kind: 'code', category: 'news', locale: 'pt-BR' })
    expect(await row(key)).toMatchObject({ kind: 'code', version: null, locales: ['pt-BR'], draft: {} })
    expect(await row('order-created')).toMatchObject({ kind: 'git', version: 1, updatedByName: null })
  })

  test('is narrowed by words, by category and to those in use', async () => {
    const key = newKey()
    await publish(key, { category: 'rare' })
    expect((await list({ category: 'rare' })).map((one) => one.key)).toEqual([key])
    expect((await list({ q: key.toUpperCase() })).map((one) => one.key)).toEqual([key])
    expect(await list({ q: '%' })).toEqual([])
    expect(await templateCategories(ctx)).toEqual(expect.arrayContaining(['orders', 'rare', 'transactional']))
    await archiveTemplate(ctx, { template_key: key })
    expect(await list({ q: key })).toEqual([])
    expect(await list({ q: key, archived: true })).toMatchObject([{ archivedAt: expect.any(Date) }])
  })

  test('says of a fork that its code has changed since', async () => {
    await database.db.sql`update templates set kind = 'visual' where key = 'welcome'`
    expect(await row('welcome')).toMatchObject({ newerCode: false })
    await withOtherCode(database.db, 'welcome', 'before')
    expect(await row('welcome')).toMatchObject({ newerCode: true })
  })
})

test('the list says what each sent in 30 days, and how much of it failed', async () => {
  const key = newKey()
  await publish(key)
  for (const status of ['SENT', 'DELIVERED', 'FAILED'] as const)
    await queuedDelivery(database.db, await pendingNotification(database.db), { templateKey: key, status })
  expect(await row(key)).toMatchObject({ sent30d: 2, failed30d: 1 })
})
