import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification, queuedDelivery } from '#server/testing/factories.ts'
import { withOtherCode } from '#server/testing/other-code.ts'
import { archiveTemplate } from './archive.ts'
import { countTemplateTraffic } from './count-traffic.ts'
import { createTemplate } from './create.ts'
import { saveDraft } from './drafts/save.ts'
import { templateCategories, templatesOverview } from './overview.ts'
import { publishTemplate } from './publish.ts'
import { registerGitTemplates } from './register-git.ts'
import { trafficOf } from './traffic.ts'

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

describe('the e-mails of 30 days', () => {
  const clock = fixedClock('2026-11-21T12:20:00Z')
  const HOUR = 60 * 60 * 1000
  const counted = { daily: true }
  let key: string

  beforeEach(async () => {
    key = newKey()
    await database.db.sql`delete from template_traffic`
    await database.db.sql`select make_partitions(1, ${clock.now().toISOString()}::timestamptz)`
    await database.db.sql`select make_partitions(1, '2026-10-15'::timestamptz)`
  })

  async function deliver(hoursAgo: number, status: 'SENT' | 'FAILED' | 'BOUNCED' | 'QUEUED', version = 1) {
    const at = new Date(clock.now().getTime() - hoursAgo * HOUR)
    const of = await pendingNotification(database.db, { at })
    return queuedDelivery(database.db, of, { templateKey: key, templateVersion: version, status })
  }
  const traffic = async () => (await trafficOf({ ...ctx, clock }, [key])).get(key)

  test('are counted by the hour, and live since the last whole one', async () => {
    await deliver(29 * 24, 'SENT')
    await deliver(40, 'SENT')
    await deliver(40, 'BOUNCED')
    await deliver(2, 'FAILED')
    await deliver(2, 'QUEUED')
    await deliver(2, 'SENT', -1)
    await deliver(0.1, 'SENT')
    expect(await countTemplateTraffic(database.db, clock, counted)).toEqual({ hours: 31 * 24 })
    expect(await traffic()).toEqual({ sent: 3, failed: 2 })
  })

  test('are counted again where something became of them later, as often as one likes', async () => {
    const late = await deliver(30, 'SENT')
    await deliver(2, 'SENT')
    await countTemplateTraffic(database.db, clock, counted)
    await database.db.sql`update deliveries set status = 'BOUNCED' where id = ${late.id}`
    await Promise.all([1, 2, 3].map(() => countTemplateTraffic(database.db, clock, counted)))
    expect(await traffic()).toEqual({ sent: 1, failed: 1 })
    expect(await countTemplateTraffic(database.db, clock, { daily: false })).toEqual({ hours: 3 })
  })

  test('are caught up with after the cron stood still', async () => {
    await deliver(20, 'SENT')
    const before = fixedClock(new Date(clock.now().getTime() - 19 * HOUR))
    await countTemplateTraffic(database.db, before, { daily: false })
    await deliver(10, 'SENT')
    expect(await traffic()).toEqual({ sent: 1, failed: 0 })
    await countTemplateTraffic(database.db, clock, { daily: false })
    expect(await traffic()).toEqual({ sent: 2, failed: 0 })
  })
})
