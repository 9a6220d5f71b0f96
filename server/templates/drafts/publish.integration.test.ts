import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { withOtherCode } from '#server/testing/other-code.ts'
import { createTemplate } from '../create.ts'
import { renderVersion } from '../preview/render-version.ts'
import { publishTemplate } from '../publish.ts'
import { registerGitTemplates } from '../register-git.ts'
import { getStudio } from '../studio.ts'
import { getVersion } from '../versions/get.ts'
import { rollBackVersion } from '../versions/roll-back.ts'
import { publishDraft } from './publish.ts'
import { saveDraft } from './save.ts'
import type { PublishDraftInput, SaveDraftInput } from './schemas.ts'

let database: TestDatabase
let admin: Context
let author: Context
let sequence = 0
const app = { name: 'Posthorn', url: 'https://posthorn.test' }

beforeAll(async () => {
  database = await testDatabase()
  admin = asMember(database.db)
  author = { ...admin, actor: { kind: 'member', id: 'bob', name: 'Bob', role: 'author' } }
  await registerGitTemplates(admin)
})
afterAll(() => database.close())

const newKey = () => `published-${++sequence}`
const studio = (key: string) => getStudio(admin, { key })

async function save(key: string, change: Omit<SaveDraftInput, 'key' | 'lockVersion'>) {
  const { draft } = await studio(key)
  return saveDraft(author, { key, lockVersion: draft.lockVersion, ...change })
}
async function publish(key: string, by = author, more: Partial<PublishDraftInput> = {}) {
  const { draft } = await studio(key)
  return publishDraft(by, { app }, { key, lockVersion: draft.lockVersion, ...more })
}

const code = (subject: string, words: string) => ({
  subject,
  preheader: `${words} {name}`,
  code: `import { Body, Head, Html, Text } from 'react-email'
import { v } from 'posthorn'
export default () => <Html lang="en"><Head /><Body><Text>${words} {v('name')}, here is what we have to tell you about the order that you have made.</Text></Body></Html>`,
})
const variables = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }

/** A draft in code with two languages that every check passes. */
async function drafted(key = newKey()): Promise<string> {
  await createTemplate(author, { key, kind: 'code', category: 'orders', locale: 'en' })
  await save(key, {
    variables,
    locales: [
      { locale: 'en', source: code('Hello {name}', 'Hello') },
      { locale: 'pt', source: code('Olá {name}', 'Olá') },
    ],
  })
  return key
}

const renderer = () => createRenderer(database.db.orm, app, (address) => `${app.url}/u/${address}`)
async function sent(key: string, version: number, locale: string) {
  const recipient = { name: null, email: 'ada@example.com', locale, timezone: null }
  return (await renderer())({ templateKey: key, templateVersion: version, data: { name: 'Ada' }, recipient })
}

describe('publishing a draft', () => {
  test('makes the next version of it, with who and why, and ends the draft', async () => {
    const key = await drafted()
    await save(key, { category: 'security', name: 'Greeting' })
    expect(await publish(key, author, { note: 'The first one' })).toMatchObject({ version: 1 })
    expect(await studio(key)).toMatchObject({
      template: { name: 'Greeting', category: 'security' },
      draft: { lockVersion: -1, differs: false },
      versions: [
        {
          ...{ version: 1, kind: 'code', locales: ['en', 'pt'], author: 'Bob', note: 'The first one' },
          ...{ restores: null, overrideReason: null },
        },
      ],
    })
    const [row] = await database.db.sql`select kind, category from templates where key = ${key}`
    expect(row).toEqual({ kind: 'code', category: 'security' })
    expect(await getVersion(admin, { key, version: 1 })).toMatchObject({
      ...{ kind: 'code', variables, overridden: null },
      locales: [{ locale: 'en', source: code('Hello {name}', 'Hello') }, { locale: 'pt' }],
    })
  })

  test('sends each reader the closest language: pt-BR, then pt, then the default', async () => {
    const key = await drafted()
    await publish(key)
    const subjects = async (version: number) => {
      const wanted = ['pt-BR', 'pt-PT', 'pt', 'de', 'en-GB']
      return Promise.all(wanted.map(async (locale) => (await sent(key, version, locale)).subject))
    }
    expect(await subjects(1)).toEqual(['Olá Ada', 'Olá Ada', 'Olá Ada', 'Hello Ada', 'Hello Ada'])
    await save(key, { locales: [{ locale: 'pt-BR', source: code('Oi {name}', 'Oi') }] })
    await publish(key)
    expect(await subjects(2)).toEqual(['Oi Ada', 'Olá Ada', 'Olá Ada', 'Hello Ada', 'Hello Ada'])
    expect(await subjects(1)).toEqual(['Olá Ada', 'Olá Ada', 'Olá Ada', 'Hello Ada', 'Hello Ada'])
  })

  test('is stopped by errors, told by their place; an admin may say why not, which is kept', async () => {
    const key = await drafted()
    await save(key, { locales: [{ locale: 'pt', source: { ...code('Olá', 'Olá'), subject: ' ' } }] })
    await expect(publish(key)).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringMatching(/^The checks found 1 error .*Mend them first\.$/),
      issues: [{ path: 'pt.subject', message: expect.stringContaining('empty') }],
    })
    const override = { reason: 'The mail is needed tonight' }
    await expect(publish(key, author, { override })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await studio(key)).versions).toEqual([])
    expect(await publish(key, admin, { override })).toMatchObject({ version: 1 })
    expect(await getVersion(admin, { key, version: 1 })).toMatchObject({
      overrideReason: 'The mail is needed tonight',
      overridden: [{ severity: 'error', locale: 'pt', where: { field: 'subject' } }],
    })
    const [row] = await database.db.sql`
      select actor_name, detail from audit_log where target_id = ${key} and action = 'template.publish'`
    expect(row).toEqual({
      actor_name: 'Ada',
      detail: { version: 1, override: 'The mail is needed tonight', errors: 1 },
    })
  })

  test('sends nothing that does not compile, whoever wants it', async () => {
    const key = await drafted()
    const broken = { subject: 'Hello', preheader: '', code: 'export default () => <Html' }
    await save(key, { locales: [{ locale: 'pt', source: broken }] })
    const override = { reason: 'Because I can' }
    await expect(publish(key, admin, { override })).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('In pt'),
    })
    expect((await studio(key)).versions).toEqual([])
  })

  test('an unneeded override leaves no trace', async () => {
    const key = await drafted()
    await publish(key, admin, { override: { reason: 'Just in case' } })
    expect((await studio(key)).versions).toMatchObject([{ overrideReason: null }])
  })

  test('is refused of what somebody saved since, and of nothing', async () => {
    const key = await drafted()
    const { lockVersion } = (await studio(key)).draft
    await save(key, { name: 'Other' })
    await expect(publishDraft(admin, { app }, { key, lockVersion })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/^Bob saved this draft/),
    })
    await publish(key)
    await expect(publish(key)).rejects.toMatchObject({ code: 'unprocessable' })
  })

  test('of two who publish at once one does, and the other is told', async () => {
    const key = await drafted()
    const ended = await Promise.allSettled([publish(key, author), publish(key, admin)])
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = ended.find((one) => one.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'conflict' })
    expect((await studio(key)).versions).toHaveLength(1)
  })

  test('of git keeps the code, and says what a language says otherwise', async () => {
    const key = 'order-created'
    await save(key, { locales: [{ locale: 'de', source: { subject: 'Bestellung da', strings: {} } }] })
    expect(await publish(key)).toMatchObject({ version: 2 })
    expect(await studio(key)).toMatchObject({ kind: 'git', versions: [{ version: 2, kind: 'git' }, {}] })
    const render = await renderer()
    const data = { order_id: '123', order_total: 5 }
    const recipient = { name: null, email: 'ada@example.com', locale: 'de-AT', timezone: null }
    const mail = await render({ templateKey: key, templateVersion: 2, data, recipient })
    expect(mail).toMatchObject({ subject: 'Bestellung da' })
    expect(await registerGitTemplates(admin)).toEqual([])
  })
})

describe('rolling back', () => {
  test('brings any kind back as the next version, with a note, and leaves the draft', async () => {
    const key = await drafted()
    await publish(key)
    await publishTemplate(admin, { template_key: key, subject: 'Plain {name}', body: 'Plain {name}' })
    expect(await studio(key)).toMatchObject({
      kind: 'plain',
      versions: [{ kind: 'plain' }, { kind: 'code' }],
    })
    await save(key, { name: 'Being written' })
    const { draft } = await studio(key)
    expect(await rollBackVersion(author, { key, version: 1, note: 'Plain was too plain' })).toEqual({
      version: 3,
    })
    expect(await studio(key)).toMatchObject({
      draft: { lockVersion: draft.lockVersion, basedOn: 2 },
      versions: [
        { version: 3, kind: 'code', restores: 1, note: 'Plain was too plain', locales: ['en', 'pt'] },
        {},
        {},
      ],
    })
    expect((await sent(key, 3, 'en')).html).toBe((await sent(key, 1, 'en')).html)
    const [row] = await database.db.sql`select kind from templates where key = ${key}`
    expect(row).toEqual({ kind: 'code' })
  })

  test('to code that is not there any more is refused with words', async () => {
    await withOtherCode(database.db, 'shipment-delivered', 'before')
    await registerGitTemplates(admin)
    const back = rollBackVersion(admin, { key: 'shipment-delivered', version: 1 })
    await expect(back).rejects.toMatchObject({ code: 'unprocessable', issues: [{ path: 'version' }] })
    expect(await rollBackVersion(admin, { key: 'shipment-delivered', version: 2 })).toEqual({ version: 3 })
  })
})

test('over a version that was published since the draft began only who has seen it publishes', async () => {
  const key = await drafted()
  await publish(key)
  await save(key, { name: 'Being written' })
  await rollBackVersion(admin, { key, version: 1 })
  await expect(publish(key)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/^Ada published version 2 at .+ this draft began from version 1\./),
    issues: [{ path: 'over' }],
  })
  await rollBackVersion(admin, { key, version: 1 })
  await expect(publish(key, author, { over: 2 })).rejects.toMatchObject({ code: 'conflict' })
  expect(await publish(key, author, { over: 3 })).toMatchObject({ version: 4 })
})

test('of what was published while a first draft was written its author is told too', async () => {
  const key = await drafted()
  await publishTemplate(admin, { template_key: key, subject: 'Hello {name}', body: 'Hello {name}' })
  await expect(publish(key)).rejects.toMatchObject({ code: 'conflict' })
  expect(await publish(key, author, { over: 1 })).toMatchObject({ version: 2 })
})

describe('looking at a version', () => {
  test('renders it as it is sent, and the draft as it would be', async () => {
    const key = await drafted()
    await publish(key)
    await save(key, { locales: [{ locale: 'en', source: code('Good day {name}', 'Good day') }] })
    const at = (version: number | 'draft', data: Record<string, unknown>) =>
      renderVersion(admin, { app }, { key, version, locale: 'en-GB', data })
    const { html } = await sent(key, 1, 'en')
    expect(await at(1, { name: 'Ada' })).toMatchObject({
      ...{ subject: 'Hello Ada', preheader: 'Hello Ada', html, locale: 'en', missing: [], problems: [] },
      bytes: Buffer.byteLength(html),
    })
    expect(await at('draft', {})).toMatchObject({
      subject: 'Good day {name}',
      text: expect.stringContaining('Good day {name}'),
      missing: [{ path: 'name', message: 'is required' }],
    })
  })
})

test('a published version never changes and never goes; of a test send it may go', async () => {
  const key = await drafted()
  await publish(key)
  const { sql } = database.db
  const changes = [
    sql`update template_versions set note = 'x' where template_key = ${key}`,
    sql`update template_locales set compiled = null where template_key = ${key}`,
    sql`delete from template_locales where template_key = ${key}`,
    sql`delete from template_versions where template_key = ${key}`,
  ]
  for (const change of changes) await expect(change).rejects.toThrow(`of the template "${key}" is immutable`)
  await sql`insert into template_versions (template_key, version, kind, source_hash, created_at)
    values (${key}, -1, 'code', 'x', now())`
  await expect(sql`update template_versions set note = 'x' where version = -1`).rejects.toThrow('immutable')
  await sql`delete from template_versions where template_key = ${key} and version = -1`
  expect((await studio(key)).versions).toHaveLength(1)
})
