import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { registerGitTemplates } from '../register-git.ts'
import { starter } from '../starters.ts'
import { previewTemplate } from './preview.ts'
import type { PreviewInput } from './schemas.ts'

let database: TestDatabase
let ctx: Context
const app = { name: 'Posthorn', url: 'https://posthorn.test' }

beforeAll(async () => {
  database = await testDatabase()
  ctx = asMember(database.db)
  await registerGitTemplates(ctx)
})
afterAll(() => database.close())

const preview = (input: Partial<PreviewInput>) =>
  previewTemplate(
    ctx,
    { app },
    {
      ...{ key: 'any', kind: 'plain', locale: 'en', variables: null, data: {} },
      source: { subject: 'Hello {name}', body: 'Hello {name}\n\nand good day', html_body: null },
      ...input,
    },
  )

describe('a preview', () => {
  test('of a plain text has no preheader but how it begins', async () => {
    expect(await preview({ data: { name: 'Ada' } })).toMatchObject({
      subject: 'Hello Ada',
      preheader: 'Hello Ada and good day',
      text: 'Hello Ada\n\nand good day',
      html: expect.stringContaining('Hello Ada</p>'),
      ...{ problems: [], missing: [], bytes: expect.any(Number) },
    })
  })

  test.each(['visual', 'code'] as const)('of a new template in %s shows the reader', async (kind) => {
    const source = { ...starter(kind), subject: 'News', preheader: 'For {recipient.name} & you' }
    const shown = await preview({ kind, source, recipient: { name: 'Grace' } })
    expect(shown).toMatchObject({ preheader: 'For Grace & you', problems: [], missing: [] })
    expect(shown.text).toContain('Hello Grace')
    expect(shown.bytes).toBe(Buffer.byteLength(shown.html))
  })

  test('of a template of git says its words otherwise', async () => {
    const source = { subject: 'Bestellung', strings: { heading: 'Danke sehr' } }
    const input = { key: 'order-created', kind: 'git', locale: 'de', source } as const
    const shown = await preview({ ...input, data: { order_id: '7' } })
    expect(shown).toMatchObject({ subject: 'Bestellung', html: expect.stringContaining('Danke sehr') })
    expect(await preview(input)).toMatchObject({ html: '', missing: [{ path: 'order_id' }] })
  })

  test('names what is missing in its place, and what is no text', async () => {
    expect(await preview({})).toMatchObject({
      subject: 'Hello {name}',
      text: 'Hello {name}\n\nand good day',
      missing: [{ path: 'name', message: 'is required' }],
    })
    expect(await preview({ data: { name: {} } })).toMatchObject({
      subject: 'Hello {name}',
      missing: [{ path: 'name', message: expect.stringContaining('must be a text') }],
    })
  })

  test('of what does not compile says where', async () => {
    const source = { subject: 'a', preheader: '', code: 'export default () => (\n  <Html' }
    expect(await preview({ kind: 'code', source })).toMatchObject({
      html: '',
      problems: [{ severity: 'error', where: { field: 'code', line: 2 } }],
    })
  })

  test('is for authors', async () => {
    const viewer: Context = { ...ctx, actor: { kind: 'member', id: 'eve', name: 'Eve', role: 'viewer' } }
    const asked = previewTemplate(viewer, { app }, {} as PreviewInput)
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' })
    await expect(preview({ data: { a: 'x'.repeat(300_000) } })).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path: 'data' }],
    })
  })
})
