import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkTemplate } from '#server/templates/checks/check-template.ts'
import { renderVersion } from '#server/templates/preview/render-version.ts'
import { getStudio } from '#server/templates/studio.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { seedDemoTemplates } from './demo-templates.ts'

let database: TestDatabase
const app = { name: 'Posthorn', url: 'https://posthorn.test' }

beforeAll(async () => {
  database = await testDatabase()
  await seedDemoTemplates(asMember(database.db))
})
afterAll(() => database.close())

test.each(['order-shipped', 'invoice'])('%s is published, and nothing is wrong with it', async (key) => {
  const ctx = asMember(database.db)
  const { versions, fixtures, draft } = await getStudio(ctx, { key })
  expect({ versions, draft }).toMatchObject({ versions: [{ version: 1 }], draft: { lockVersion: -1 } })
  const { checks } = await checkTemplate(ctx, { app }, { key })
  expect(checks.flatMap(({ id, problems }) => problems.map(({ message }) => `${id}: ${message}`))).toEqual([])
  for (const { data } of fixtures) {
    const mail = await renderVersion(ctx, { app }, { key, version: 1, locale: 'de-AT', data })
    expect(mail).toMatchObject({ missing: [], problems: [] })
  }
})

test('a second start leaves them as they are', async () => {
  await seedDemoTemplates(asMember(database.db))
  const rows = await database.db.sql`select template_key, version from template_versions order by 1`
  expect([...rows]).toEqual([
    { template_key: 'invoice', version: 1 },
    { template_key: 'order-shipped', version: 1 },
  ])
})
