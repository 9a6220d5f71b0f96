import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { templates } from '#server/db/schema/templates.ts'
import { preferences, users } from '#server/db/schema/users.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { categoryChoices } from './choices.ts'
import { createCategory } from './create.ts'
import { listCategories } from './list.ts'
import { orderCategories } from './order.ts'
import { removeCategory } from './remove.ts'
import { saveCategory } from './save.ts'
import type { CreateCategoryInput } from './schemas.ts'

let database: TestDatabase
let ada: Context
beforeAll(async () => {
  database = await testDatabase()
  ada = asMember(database.db)
})
afterAll(() => database.close())

const news: CreateCategoryInput = {
  key: 'digest-news',
  name: 'Weekly digest',
  description: 'What happened in your week.',
  required: false,
  emailDefault: true,
  pushDefault: false,
  unsubscribable: true,
  critical: false,
}

const keys = async () => (await listCategories(ada)).categories.map(({ key }) => key)
const one = async (key: string) => (await listCategories(ada)).categories.find((row) => row.key === key)

const builtIn = ['security', 'transactional', 'appointments', 'orders', 'product', 'marketing']

describe('categories', () => {
  test('come with Posthorn, in their order', async () => {
    expect(await keys()).toEqual(builtIn)
    expect(await one('security')).toMatchObject({ required: true, critical: true, unsubscribable: false })
    expect(await one('marketing')).toMatchObject({ pushDefault: false, unsubscribable: true })
  })

  test('one’s own is made last, changed field by field, put first and removed again', async () => {
    await createCategory(ada, news)
    expect(await keys()).toEqual([...builtIn, 'digest-news'])
    await expect(createCategory(ada, news)).rejects.toMatchObject({ code: 'conflict' })

    await saveCategory(ada, { key: 'digest-news', name: 'Digest' })
    await saveCategory(ada, { key: 'digest-news', pushDefault: true })
    expect(await one('digest-news')).toMatchObject({ name: 'Digest', pushDefault: true, emailDefault: true })

    await orderCategories(ada, { keys: ['digest-news', ...builtIn] })
    expect(await keys()).toEqual(['digest-news', ...builtIn])
    await expect(orderCategories(ada, { keys: builtIn })).rejects.toMatchObject({ code: 'conflict' })
    await orderCategories(ada, { keys: [...builtIn, 'digest-news'] })

    await removeCategory(ada, { key: 'digest-news' })
    expect(await keys()).toEqual(builtIn)
    const log = await database.db.sql<{ action: string; detail: object }[]>`
      select action, detail from audit_log where target_id = 'digest-news' order by id`
    expect(log.map(({ action }) => action)).toEqual([
      'category.create',
      'category.save',
      'category.save',
      'category.remove',
    ])
    expect(log[1]?.detail).toEqual({ changed: { name: { from: 'Weekly digest', to: 'Digest' } } })
  })

  test('what changes nothing is not logged', async () => {
    await saveCategory(ada, { key: 'orders', required: false })
    const log = await database.db.sql`select 1 from audit_log where target_id = 'orders'`
    expect(log).toHaveLength(0)
  })

  test('security stays what it is, and none is required with a link to unsubscribe', async () => {
    const refused = (path: string) => ({ code: 'unprocessable', issues: [expect.objectContaining({ path })] })
    await expect(saveCategory(ada, { key: 'security', required: false })).rejects.toMatchObject(
      refused('required'),
    )
    await expect(saveCategory(ada, { key: 'security', critical: false })).rejects.toMatchObject(
      refused('critical'),
    )
    await expect(saveCategory(ada, { key: 'security', unsubscribable: true })).rejects.toMatchObject(
      refused('unsubscribable'),
    )
    await expect(saveCategory(ada, { key: 'marketing', required: true })).rejects.toMatchObject(
      refused('unsubscribable'),
    )
    await saveCategory(ada, { key: 'security', name: 'Safety' })
    expect(await one('security')).toMatchObject({ name: 'Safety', required: true })
  })

  test('what is required is on by default', async () => {
    await createCategory(ada, {
      ...news,
      key: 'legal',
      required: true,
      unsubscribable: false,
      emailDefault: false,
    })
    expect(await one('legal')).toMatchObject({ emailDefault: true, pushDefault: true })
    await removeCategory(ada, { key: 'legal' })
  })

  test('those in use are not removed, and say by what; built-in ones never are', async () => {
    await createCategory(ada, { ...news, key: 'used' })
    const now = new Date()
    await database.db.orm.insert(templates).values({
      ...{ key: 'weekly', kind: 'plain', category: 'used', createdAt: now },
    })
    const [flow] = await database.db.orm
      .insert(workflows)
      .values({
        ...{ id: newId(), key: 'weekly', name: 'Weekly', sources: [], category: 'used', channels: [] },
        ...{ templateKey: 'weekly', recipients: [], createdAt: now, updatedAt: now },
        retry: { delaysS: [], onUnknown: 'ask' } as never,
      })
      .returning()
    expect(flow?.category).toBe('used')
    expect(await one('used')).toMatchObject({
      workflows: [{ key: 'weekly', name: 'Weekly' }],
      templates: 1,
    })
    await expect(removeCategory(ada, { key: 'used' })).rejects.toMatchObject({
      code: 'conflict',
      message:
        '“Weekly digest” is used by the workflow “Weekly” and the template “weekly”. Give them another category first.',
    })
    await database.db.sql`update templates set archived_at = now() where key = 'weekly'`
    await database.db.sql`update workflows set category = 'free' where key = 'weekly'`
    await removeCategory(ada, { key: 'used' })
    expect((await listCategories(ada)).unknown).toContain('free')
    await expect(removeCategory(ada, { key: 'orders' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(removeCategory(ada, { key: 'no-such' })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('counts the users who chose otherwise', async () => {
    const now = new Date()
    const chosen: Record<string, Record<string, boolean>>[] = [
      { product: { email: false }, marketing: { push: false } },
      { product: { email: true, push: false } },
      {},
    ]
    for (const categories of chosen) {
      const id = newId()
      await database.db.orm.insert(users).values({ id, createdAt: now, updatedAt: now })
      await database.db.orm.insert(preferences).values({ userId: id, categories, updatedAt: now })
    }
    expect(await categoryChoices(ada)).toEqual({ users: { product: 2 }, estimated: false })
  })

  test('are changed by admins alone', async () => {
    const operator: Context = {
      ...ada,
      actor: { kind: 'member', id: 'bob', name: 'Bob', role: 'operator' },
    }
    for (const attempt of [
      () => createCategory(operator, news),
      () => saveCategory(operator, { key: 'orders', name: 'x' }),
      () => removeCategory(operator, { key: 'orders' }),
      () => orderCategories(operator, { keys: builtIn }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect((await listCategories(operator)).categories).toHaveLength(builtIn.length)
  })
})
