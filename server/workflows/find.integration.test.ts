import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { templateLocales, templates } from '#server/db/schema/templates.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { enabledWorkflows, workflowsFor } from './find.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.sql`truncate workflows, templates cascade`
})

test('those that are on and not archived, by key, with the newest version and its languages', async () => {
  const { orm } = database.db
  await orderWorkflow(database.db, { key: 'b' })
  await orderWorkflow(database.db, { key: 'a' })
  await orderWorkflow(database.db, { key: 'off', enabled: false })
  await orderWorkflow(database.db, { key: 'old', archivedAt: new Date() })
  const locale = (version: number, tag: string, position: number) => ({
    ...{ templateKey: 'order-created', version, locale: tag, position },
    source: { subject: null, strings: {} },
  })
  await orm
    .insert(templateLocales)
    .values([locale(1, 'fr', 0), locale(2, 'en', 1), locale(2, 'de', 0), locale(2, 'pt-BR', 2)])
  const found = await enabledWorkflows(orm)
  expect(found.map(({ key }) => key)).toEqual(['a', 'b'])
  expect(found[0]?.template).toEqual({
    version: 2,
    category: 'orders',
    defaultLocale: 'de',
    locales: ['de', 'en', 'pt-BR'],
  })
  await orm.update(templates).set({ archivedAt: new Date() }).where(eq(templates.key, 'order-created'))
  expect((await enabledWorkflows(orm))[0]?.template).toBeNull()
})

test('listen to a type and a source, or to one of its kind; events without a type to none', async () => {
  await orderWorkflow(database.db, { key: 'all', sources: ['webhook', 'api'] })
  await orderWorkflow(database.db, { key: 'shop', sources: ['webhook:shop'] })
  await orderWorkflow(database.db, { key: 'untyped', eventType: null, sources: ['api'] })
  const all = await enabledWorkflows(database.db.orm)
  const keys = (
    eventType: string | null,
    source: 'api' | 'webhook' | 'dashboard' | 'kafka',
    sourceName = 'x',
  ) => workflowsFor(all, { eventType, source, sourceName }).map(({ key }) => key)
  expect(keys('ORDER_CREATED', 'webhook', 'shop')).toEqual(['all', 'shop'])
  expect(keys('ORDER_CREATED', 'webhook')).toEqual(['all'])
  expect(keys('ORDER_CREATED', 'dashboard')).toEqual(['all'])
  expect(keys('ORDER_CREATED', 'kafka')).toEqual([])
  expect(keys('OTHER', 'api')).toEqual([])
  expect(keys(null, 'api')).toEqual([])
})
