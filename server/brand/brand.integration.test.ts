import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { templates } from '#server/db/schema/templates.ts'
import { compileSource } from '#server/templates/compile/compile-source.ts'
import { insertVersion, lockAnyTemplate } from '#server/templates/next-version.ts'
import { publishTemplate } from '#server/templates/publish.ts'
import { type BrandTheme, brandTheme } from '#server/templates/sources.ts'
import { rollBackVersion } from '#server/templates/versions/roll-back.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { getTheme } from './get-theme.ts'
import { republishWithTheme } from './republish.ts'
import { brandSample } from './sample.ts'
import { sampleDocument } from './sample-document.ts'
import { saveTheme } from './save-theme.ts'

let database: TestDatabase
let ada: Context
let bob: Context
let now = new Date('2026-07-01T10:00:00Z')

beforeAll(async () => {
  database = await testDatabase()
  ada = { ...asMember(database.db), clock: { now: () => now } }
  bob = { ...ada, actor: { kind: 'member', id: 'bob', name: 'Bob', role: 'author' } }
})
beforeEach(async () => {
  await database.db.sql`delete from brand_themes`
  now = new Date(now.getTime() + 60_000)
})
afterAll(() => database.close())

const plainTheme = brandTheme.parse({})
const theme = (part: Partial<BrandTheme>): BrandTheme => ({ ...plainTheme, ...part })
const viewer = (): Context => ({ ...ada, actor: { kind: 'member', id: 'v', name: 'V', role: 'viewer' } })

describe('the theme', () => {
  test('is ours until somebody saves one', async () => {
    const none = { lockVersion: 0, updatedAt: null, updatedByName: null, outdated: 0 }
    expect(await getTheme(viewer())).toEqual({ theme: plainTheme, ...none })
    const saved = await saveTheme(bob, { lockVersion: 0, theme: theme({ brandName: 'Shop' }) })
    expect(saved).toMatchObject({ theme: { brandName: 'Shop' }, lockVersion: 1, updatedByName: 'Bob' })
    expect(await getTheme(viewer())).toEqual(saved)
  })

  test('is not overwritten by the second of two authors, who is told of the first', async () => {
    await saveTheme(ada, { lockVersion: 0, theme: theme({ brandName: 'Ada’s' }) })
    const both = [1, 2].map((n) =>
      saveTheme(bob, { lockVersion: 1, theme: theme({ brandName: `Bob’s ${n}` }) }),
    )
    const settled = await Promise.allSettled(both)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const lockVersion of [0, 1]) {
      await expect(saveTheme(ada, { lockVersion, theme: plainTheme })).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(/^Bob has saved the brand theme at 2026-07-01 10:\d\d UTC/),
      })
    }
    expect((await getTheme(ada)).theme.brandName).toMatch(/^Bob’s/)
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['colour', { colours: { ...plainTheme.colours, accent: 'red;}' } }, 'theme.colours.accent'],
    ['font', { font: 'comic' }, 'theme.font'],
    ['logo', { logo: { url: 'javascript:alert(1)', alt: '', width: 40 } }, 'theme.logo'],
    ['width', { width: 10_000 }, 'theme.width'],
  ])('takes no wrong %s', async (_, part, path) => {
    const asked = saveTheme(ada, { lockVersion: 0, theme: { ...plainTheme, ...part } as BrandTheme })
    await expect(asked).rejects.toMatchObject({ code: 'bad_input', issues: [{ path }] })
  })

  test('is no viewer’s to change', async () => {
    for (const asked of [
      saveTheme(viewer(), { lockVersion: 0, theme: plainTheme }),
      republishWithTheme(viewer()),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  test('is shown in a sample before it is saved', async () => {
    const { html, problems } = await brandSample(
      viewer(),
      { appUrl: 'https://shop.example' },
      { theme: theme({ brandName: 'Tea & Co', footer: 'Sent to {recipient.email}' }) },
    )
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(html).toContain('Tea &amp; Co')
    expect(html).toContain('ada@example.com')
  })
})

async function visual(key: string, doc: Record<string, unknown> = sampleDocument): Promise<void> {
  const source = { subject: 'A subject', preheader: '', doc }
  const options = { locale: 'en', variables: null, theme: plainTheme }
  const { compiled } = await compileSource('visual', { ...source, doc: sampleDocument }, options)
  const template = { key, kind: 'visual' as const, category: 'news', createdAt: now }
  await database.db.orm.insert(templates).values(template)
  await database.db.orm.transaction(async (tx) => {
    const content = { kind: 'visual' as const, variables: null, restores: null }
    const locales = [{ locale: 'en', source, compiled }]
    await insertVersion(tx, ada, await lockAnyTemplate(tx, key), { ...content, locales })
  })
}

test('templates with an older look are published again; one that no longer compiles keeps its own', async () => {
  await visual('brand-good')
  await visual('brand-broken', { type: 'doc', content: [{ type: 'no-such-node' }] })
  await publishTemplate(ada, { template_key: 'brand-plain', subject: 'Hi', body: 'Hi' })
  expect((await getTheme(ada)).outdated).toBe(0)
  now = new Date(now.getTime() + 60_000)
  const saved = await saveTheme(ada, { lockVersion: 0, theme: theme({ brandName: 'New & shiny' }) })
  expect(saved.outdated).toBe(2)
  now = new Date(now.getTime() + 60_000)
  expect(await republishWithTheme(bob)).toEqual({
    published: [{ key: 'brand-good', version: 2 }],
    failed: [{ key: 'brand-broken', name: null, reason: expect.stringMatching(/^en: /) }],
  })
  const rows = await database.db.sql<{ version: number; note: string | null; compiled: string }[]>`
    select version, note, compiled::text from template_versions join template_locales using (template_key, version)
    where template_key = 'brand-good' order by version`
  expect(rows.map(({ version, note }) => [version, note])).toEqual([
    [1, null],
    [2, 'New look'],
  ])
  expect(rows.map(({ compiled }) => compiled.includes('New &amp; shiny'))).toEqual([false, true])
  expect((await getTheme(ada)).outdated).toBe(1)
})

test('a version that was brought back has the look that it had', async () => {
  await visual('brand-back')
  now = new Date(now.getTime() + 60_000)
  const before = (await saveTheme(ada, { lockVersion: 0, theme: theme({ brandName: 'Newer' }) })).outdated
  now = new Date(now.getTime() + 60_000)
  const both = await Promise.all([republishWithTheme(ada), republishWithTheme(bob)])
  // Of two at once one does it.
  const published = both.flatMap((one) => one.published.filter(({ key }) => key === 'brand-back'))
  expect(published).toEqual([{ key: 'brand-back', version: 2 }])
  const republished = (await getTheme(ada)).outdated
  expect(republished).toBeLessThan(before)
  for (const version of [1, 3]) {
    now = new Date(now.getTime() + 60_000)
    await rollBackVersion(ada, { key: 'brand-back', version })
    expect((await getTheme(ada)).outdated).toBe(republished + 1)
  }
  await rollBackVersion(ada, { key: 'brand-back', version: 2 })
  expect((await getTheme(ada)).outdated).toBe(republished)
})
