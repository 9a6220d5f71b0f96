import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { archiveTemplate } from '../archive.ts'
import { createTemplate } from '../create.ts'
import { duplicateTemplate } from '../duplicate.ts'
import { saveFixture } from '../fixtures/save.ts'
import { publishTemplate } from '../publish.ts'
import { registerGitTemplates } from '../register-git.ts'
import { restoreTemplate } from '../restore.ts'
import { getStudio } from '../studio.ts'
import { discardDraft } from './discard.ts'
import { saveDraft } from './save.ts'
import type { SaveDraftInput } from './schemas.ts'

let database: TestDatabase
let ada: Context
let bob: Context
let sequence = 0

beforeAll(async () => {
  database = await testDatabase()
  ada = asMember(database.db)
  bob = { ...ada, actor: { kind: 'member', id: 'bob', name: 'Bob', role: 'author' } }
  await registerGitTemplates(ada)
})
afterAll(() => database.close())

const newKey = () => `studio-${++sequence}`
const plain = (subject: string, body = 'Hello {name}') => ({ subject, body, html_body: null })
const studio = (key: string) => getStudio(ada, { key })

/** A plain template with two languages, published by the API; nothing of it is drafted. */
async function published(): Promise<string> {
  const key = newKey()
  await publishTemplate(ada, { template_key: key, subject: 'Hello {name}', body: 'Hello {name}' })
  await publishTemplate(ada, {
    template_key: key,
    locale: 'de',
    subject: 'Hallo {name}',
    body: 'Hallo {name}',
  })
  return key
}

async function save(key: string, change: Omit<SaveDraftInput, 'key' | 'lockVersion'>, by = ada) {
  const { draft } = await studio(key)
  return saveDraft(by, { key, lockVersion: draft.lockVersion, ...change })
}

describe('a new template', () => {
  test.each(['visual', 'code'] as const)('in %s begins as a draft with something in it', async (kind) => {
    const key = newKey()
    await createTemplate(ada, { key, name: 'News', kind, category: 'news', locale: 'pt-br' })
    expect(await studio(key)).toMatchObject({
      template: { key, name: 'News', category: 'news', description: null, archivedAt: null },
      kind,
      draft: { lockVersion: expect.any(Number), basedOn: null, updatedByName: 'Ada', differs: true },
      variables: null,
      locales: [{ locale: 'pt-BR', translation: 'default', source: { subject: '', preheader: '' } }],
      versions: [],
      git: null,
    })
    expect((await studio(key)).draft.lockVersion).toBeGreaterThan(0)
  })

  test('takes no key that another has, an archived one neither', async () => {
    const key = await published()
    await archiveTemplate(ada, { template_key: key })
    const made = createTemplate(ada, { key, kind: 'code', category: 'news', locale: 'en' })
    await expect(made).rejects.toMatchObject({ code: 'conflict', issues: [{ path: 'key' }] })
  })

  test('can be a copy of another, as that is being written, with its fixtures', async () => {
    const from = await published()
    await saveFixture(ada, { key: from, name: 'Ada', data: { name: 'Ada' } })
    await save(from, { name: 'First', locales: [{ locale: 'de', source: plain('Guten Tag {name}') }] })
    const key = newKey()
    await duplicateTemplate(bob, { from, key })
    expect(await studio(key)).toMatchObject({
      template: { name: 'First (copy)' },
      kind: 'plain',
      draft: { basedOn: null, updatedByName: 'Bob' },
      locales: [{ locale: 'en' }, { locale: 'de', source: { subject: 'Guten Tag {name}' } }],
      fixtures: [{ name: 'Ada', data: { name: 'Ada' } }],
    })
    await save(from, { name: 'x'.repeat(100) })
    const other = newKey()
    await duplicateTemplate(bob, { from, key: other })
    expect((await studio(other)).template.name).toBe(`${'x'.repeat(93)} (copy)`)
    await expect(duplicateTemplate(ada, { from: 'welcome', key: newKey() })).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'from' }],
    })
  })

  test('comes back out of the archive as it was', async () => {
    const key = await published()
    await archiveTemplate(ada, { template_key: key })
    const saving = save(key, { name: 'Other' })
    await expect(saving).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('archived'),
    })
    await restoreTemplate(ada, { key })
    expect(await studio(key)).toMatchObject({
      template: { archivedAt: null },
      versions: [{ version: 2 }, {}],
    })
    await expect(restoreTemplate(ada, { key })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('saving', () => {
  test('without a draft the newest version is shown, and the first save makes a draft of it', async () => {
    const key = await published()
    expect(await studio(key)).toMatchObject({
      draft: { lockVersion: -2, basedOn: 2, updatedAt: null, differs: false },
      locales: [
        { locale: 'en', source: { subject: 'Hello {name}' } },
        { locale: 'de', translation: 'done' },
      ],
    })
    const saved = await save(key, { locales: [{ locale: 'en', source: plain('Good day {name}') }] }, bob)
    expect(saved.translations).toMatchObject([
      { locale: 'en', translation: 'default' },
      { locale: 'de', translation: 'behind' },
    ])
    expect(await studio(key)).toMatchObject({
      draft: { lockVersion: saved.lockVersion, basedOn: 2, updatedByName: 'Bob', differs: true },
      locales: [{ source: { subject: 'Good day {name}' } }, { source: { subject: 'Hallo {name}' } }],
    })
    const next = await save(key, { locales: [{ locale: 'de', source: plain('Guten Tag {name}') }] })
    expect(next.lockVersion).toBe(saved.lockVersion + 1)
    expect(next.translations).toMatchObject([{}, { locale: 'de', translation: 'done' }])
  })

  test('what was left behind by a version is still behind in the next', async () => {
    const key = await published()
    await publishTemplate(ada, { template_key: key, subject: 'Hello again', body: 'Hello {name}' })
    expect((await studio(key)).locales).toMatchObject([
      { locale: 'en' },
      { locale: 'de', translation: 'behind' },
    ])
  })

  test('the same text again changes nothing of when it was changed', async () => {
    const key = await published()
    await save(key, { locales: [{ locale: 'de', source: plain('Guten Tag {name}') }] })
    const before = (await studio(key)).locales
    await save(key, { locales: before.map(({ locale, source }) => ({ locale, source: { ...source } })) })
    expect((await studio(key)).locales.map(({ changedAt }) => changedAt)).toEqual(
      before.map(({ changedAt }) => changedAt),
    )
  })

  test('a language is added as a copy, told to be untouched, and taken away; the default one stays', async () => {
    const key = await published()
    const { locales } = await studio(key)
    const [first] = locales
    const copy = { ...first?.source }
    const added = await save(key, {
      locales: [
        { locale: 'fr', source: copy },
        { locale: 'en-gb', source: copy },
      ],
    })
    expect(added.translations).toMatchObject([
      { locale: 'en' },
      { locale: 'de' },
      { locale: 'fr', translation: 'untouched', texts: { total: 2, same: 2 } },
      { locale: 'en-GB', translation: 'done' },
    ])
    const left = await save(key, { removed: ['fr', 'de'] })
    expect(left.translations.map(({ locale }) => locale)).toEqual(['en', 'en-GB'])
    await expect(save(key, { removed: ['en'] })).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'removed[0]' }],
    })
  })

  test('name and description are said at once, category and variables with the next version', async () => {
    const key = await published()
    const variables = { type: 'object', properties: { name: { type: 'string', sensitive: true } } }
    await save(key, { name: 'Hello', description: 'Greets.', category: 'news', variables })
    expect(await studio(key)).toMatchObject({
      template: { name: 'Hello', description: 'Greets.', category: 'news' },
      variables,
    })
    const [row] = await database.db.sql`select name, category from templates where key = ${key}`
    expect(row).toEqual({ name: 'Hello', category: 'transactional' })
  })

  test('of more than 100 languages is refused, also one by one', async () => {
    const key = await published()
    const alphabet = [...'abcdefghijklmnopqrstuvwxyz']
    const tags = alphabet.flatMap((a) => alphabet.map((b) => `${a}${b}`)).filter((tag) => tag > 'en')
    const locales = tags.map((locale) => ({ locale, source: plain('Hi') }))
    await save(key, { locales: locales.slice(0, 98) })
    await expect(save(key, { locales: locales.slice(98, 99) })).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'locales' }],
    })
  })

  test('another kind wants its own texts for every language', async () => {
    const key = await published()
    const code = { subject: 'Hello', preheader: '', code: 'export default () => null' }
    await expect(
      save(key, { kind: 'code', locales: [{ locale: 'en', source: code }] }),
    ).rejects.toMatchObject({ code: 'unprocessable', message: expect.stringContaining('for de') })
    await save(key, { kind: 'code', locales: [{ locale: 'en', source: code }], removed: ['de'] })
    expect(await studio(key)).toMatchObject({ kind: 'code', locales: [{ locale: 'en', source: code }] })
    await expect(save(key, { kind: 'git', removed: [] })).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'kind' }],
    })
  })

  const nested = (depth: number): unknown => (depth === 0 ? 'x' : { a: nested(depth - 1) })
  test.each<[string, Omit<SaveDraftInput, 'key' | 'lockVersion'>, string]>([
    [
      'a subject that is none',
      { locales: [{ locale: 'en', source: { ...plain('a'), subject: 1 } }] },
      'locales[0].source.subject',
    ],
    [
      'a source of another kind',
      { locales: [{ locale: 'en', source: { subject: '', doc: {}, html_body: null } }] },
      'locales[0].source.body',
    ],
    [
      'a NUL in a text',
      { locales: [{ locale: 'en', source: plain('a', 'a\0b') }] },
      'locales[0].source.body',
    ],
    [
      'a language that is none',
      { locales: [{ locale: 'english!', source: plain('a') }] },
      'locales[0].locale',
    ],
    [
      'a language twice',
      { locales: ['de', 'DE'].map((locale) => ({ locale, source: plain('a') })) },
      'locales[1].locale',
    ],
    [
      'variables that are no schema',
      { variables: { properties: { a: { type: 'text' } } } },
      'variables.properties.a.type',
    ],
    ['variables that are too deep', { variables: { properties: nested(70) as object } }, 'variables'],
    ['a category with a space', { category: 'a b' }, 'category'],
  ])('%s is refused by its place', async (_, change, path) => {
    const key = await published()
    await expect(save(key, change)).rejects.toMatchObject({ code: 'bad_input', issues: [{ path }] })
    expect((await studio(key)).draft.lockVersion).toBe(-2)
  })

  test('of git, what a language says otherwise is kept beside the default one', async () => {
    expect(await studio('welcome')).toMatchObject({
      kind: 'git',
      git: { forked: false, newerCode: false },
      locales: [{ locale: 'en', source: { subject: null, strings: {} } }],
    })
    const saved = await save('welcome', {
      locales: [{ locale: 'de', source: { subject: 'Willkommen', strings: {} } }],
    })
    expect(saved.translations).toMatchObject([{ locale: 'en' }, { locale: 'de', translation: 'done' }])
    await discardDraft(ada, { key: 'welcome', lockVersion: saved.lockVersion })
  })
})

describe('two authors', () => {
  const change = { locales: [{ locale: 'en', source: plain('Mine') }] }

  test('the second of two saves is told who was faster, and nothing is overwritten', async () => {
    const key = await published()
    const { draft } = await studio(key)
    await saveDraft(bob, { key, lockVersion: draft.lockVersion, name: 'Of Bob', ...change })
    const second = saveDraft(ada, { key, lockVersion: draft.lockVersion, name: 'Of Ada', ...change })
    await expect(second).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/^Bob saved this draft at \d+ \w+ \d{4} [\d:]+ UTC\./),
      issues: [{ path: 'lockVersion' }],
    })
    expect(await studio(key)).toMatchObject({ template: { name: 'Of Bob' } })
  })

  test('a save that comes again, its answer lost, is answered and stores nothing twice', async () => {
    const key = await published()
    const { lockVersion } = (await studio(key)).draft
    const input = { key, lockVersion, name: 'Again', variables: { type: 'object' }, ...change }
    const first = await saveDraft(ada, input)
    expect(await saveDraft(ada, input)).toEqual(first)
    const later = { key, lockVersion: first.lockVersion, category: 'news', removed: ['de'] }
    const second = await saveDraft(ada, later)
    expect(await saveDraft(ada, later)).toEqual(second)
    expect((await studio(key)).draft.lockVersion).toBe(second.lockVersion)
    const conflict = { code: 'conflict' }
    // Another's, something else, or one that others have saved after.
    await expect(saveDraft(bob, later)).rejects.toMatchObject(conflict)
    await expect(saveDraft(ada, { ...later, category: 'orders' })).rejects.toMatchObject(conflict)
    await expect(saveDraft(ada, input)).rejects.toMatchObject(conflict)
    await saveDraft(bob, { key, lockVersion: second.lockVersion, description: 'Of Bob' })
    await expect(saveDraft(ada, later)).rejects.toMatchObject(conflict)
  })

  test('of ten saves at once from the same state one is stored', async () => {
    const key = await published()
    const { draft } = await studio(key)
    const saves = Array.from({ length: 10 }, (_, i) =>
      saveDraft(i % 2 ? ada : bob, { key, lockVersion: draft.lockVersion, name: `Of ${i}`, ...change }),
    )
    const ended = await Promise.allSettled(saves)
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of ended)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' })
  })

  test('a tab that was open when a draft was discarded, or a version published, overwrites nothing', async () => {
    const key = await published()
    const { lockVersion: shown } = (await studio(key)).draft
    const first = await save(key, change)
    await discardDraft(bob, { key, lockVersion: first.lockVersion })
    await save(key, change, bob)
    const stale = saveDraft(ada, { key, lockVersion: first.lockVersion, ...change })
    await expect(stale).rejects.toMatchObject({ code: 'conflict' })
    await discardDraft(bob, { key, lockVersion: (await studio(key)).draft.lockVersion })
    await publishTemplate(ada, { template_key: key, subject: 'Hi {name}', body: 'Hi {name}' })
    const older = saveDraft(ada, { key, lockVersion: shown, ...change })
    await expect(older).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('version 3 is the newest'),
    })
  })
})

describe('discarding', () => {
  test('shows what was published again', async () => {
    const key = await published()
    const { lockVersion } = await save(key, { locales: [{ locale: 'en', source: plain('Mine') }] })
    expect(await discardDraft(ada, { key, lockVersion })).toEqual({ version: 2, lockVersion: -2 })
    expect(await studio(key)).toMatchObject({
      draft: { lockVersion: -2, differs: false },
      locales: [{ source: { subject: 'Hello {name}' } }, {}],
    })
  })

  test('is refused of what somebody saved since, and of all there is', async () => {
    const key = newKey()
    await createTemplate(ada, { key, kind: 'code', category: 'news', locale: 'en' })
    const { lockVersion } = (await studio(key)).draft
    await expect(discardDraft(ada, { key, lockVersion })).rejects.toMatchObject({ code: 'unprocessable' })
    await save(key, { name: 'Other' }, bob)
    await expect(discardDraft(ada, { key, lockVersion })).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('a key that is not there is told by its field', async () => {
  const gone = { code: 'not_found', issues: [{ path: 'key' }] }
  await expect(studio('nobody')).rejects.toMatchObject(gone)
  await expect(saveDraft(ada, { key: 'nobody', lockVersion: 0 })).rejects.toMatchObject(gone)
})

test('a viewer looks and changes nothing', async () => {
  const key = await published()
  const viewer: Context = { ...ada, actor: { kind: 'member', id: 'eve', name: 'Eve', role: 'viewer' } }
  expect(await getStudio(viewer, { key })).toMatchObject({ template: { key } })
  const { lockVersion } = (await studio(key)).draft
  await expect(saveDraft(viewer, { key, lockVersion, name: 'x' })).rejects.toMatchObject({
    code: 'forbidden',
  })
})

test('that somebody began and threw away a draft is written down, not each save', async () => {
  const key = await published()
  await save(key, { name: 'A' })
  const { lockVersion } = await save(key, { name: 'B' })
  await discardDraft(bob, { key, lockVersion })
  const rows = await database.db.sql`
    select action, actor_name, detail from audit_log where target_id = ${key} and action like '%draft%' order by id`
  expect([...rows]).toEqual([
    { action: 'template.draft', actor_name: 'Ada', detail: { basedOn: 2 } },
    { action: 'template.draft.discard', actor_name: 'Bob', detail: { basedOn: 2 } },
  ])
})
