import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { renderCompiled } from '#server/rendering/compiled.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { compileSource } from '../../compile/compile-source.ts'
import { loadDraft } from '../../drafts/draft.ts'
import { saveDraft } from '../../drafts/save.ts'
import { type GitTemplate, readGitManifest } from '../../git-manifest.ts'
import { registerGitTemplates } from '../../register-git.ts'
import { brandTheme, visualSource } from '../../sources.ts'
import { forkLosses, forkTemplate } from './fork.ts'
import { forkOf } from './fork-of.ts'

let database: TestDatabase
let ctx: Context

beforeAll(async () => {
  database = await testDatabase()
  ctx = asMember(database.db)
  await registerGitTemplates(ctx)
})
afterAll(() => database.close())

const manifest = await readGitManifest()
const theme = brandTheme.parse({})
const asInCode = { locale: 'en', source: { subject: null, strings: {} } }
const app = { name: 'Shop', url: 'https://shop.example' }
const recipient = { name: 'Ada', email: 'ada@example.com', locale: 'en', timezone: 'Europe/Berlin' }

async function forked(template: GitTemplate) {
  const { locales, variables, warnings } = await forkOf(template, [asInCode])
  const source = visualSource.parse(locales[0]?.source)
  const { compiled, problems } = await compileSource('visual', source, { locale: 'en', variables, theme })
  const render = (data: Record<string, unknown>) => {
    if (!compiled) throw new Error(JSON.stringify(problems))
    const builtIn = { recipient, app, unsubscribe_url: 'https://shop.example/u' }
    return renderCompiled(compiled, { data, builtIn }, { locale: 'en', timezone: 'Europe/Berlin' })
  }
  return { source, variables, warnings, problems, render }
}

/** Texts of the sample as a mail shows them; what stands for a time, an amount or the event is told otherwise. */
const facts = (value: unknown): string[] => {
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\d|^[A-Z_]+$/.test(value) ? [] : [value.split('\n')[0] ?? '']
  if (Array.isArray(value)) return value.some((one) => typeof one !== 'object') ? [] : value.flatMap(facts)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(facts) : []
}
const ofAmounts = ['24.00', '184.50']

describe.each(manifest.map((template) => [template.key, template] as const))(
  'the fork of %s',
  (_, template) => {
    test('compiles, and says of the sample what the code’s mail says', async () => {
      const { problems, render } = await forked(template)
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
      const mail = render(template.sample)
      if ('issues' in mail) throw new Error(JSON.stringify(mail.issues))
      for (const fact of facts(template.sample)) {
        const shown = ofAmounts.includes(fact) ? `€${fact}` : fact
        expect(mail.text).toContain(shown)
      }
      expect(mail.subject).not.toBe('')
      expect(mail.html).not.toMatch(/[\uE000-\uE01F]/)
    })

    test('is sent with nothing but what the code wants', async () => {
      const { variables, render } = await forked(template)
      const required = (variables as { required: string[] }).required
      const least = Object.fromEntries(required.map((name) => [name, template.sample[name]]))
      expect(render(least)).not.toHaveProperty('issues')
    })
  },
)

describe('a fork of orders', () => {
  const order = () => manifest.find(({ key }) => key === 'order-created') as GitTemplate

  test('repeats its rows, with amounts in their currency, and hides what is not there', async () => {
    const { render, source } = await forked(order())
    expect(source.subject).toBe('We received your order {order_id}')
    expect(source.preheader).toBe('Order {order_id} · total {order_total|} {currency|}')
    const items = [
      { name: 'Tea', quantity: 2, price: 4.5 },
      { name: '<b>Milk</b>', price: 1 },
    ]
    const mail = render({ order_id: 7, currency: 'USD', items })
    if ('issues' in mail) throw new Error(JSON.stringify(mail.issues))
    expect(mail.text).toMatch(/Tea\s+2\s+\$4\.50/)
    expect(mail.html).toContain('&lt;b&gt;Milk&lt;/b&gt;')
    expect(mail.text).not.toContain('Total')
    const none = render({ order_id: 7 })
    expect(none).toMatchObject({ text: expect.not.stringMatching(/Qty/i) })
  })

  test('says what it does not keep', async () => {
    const { warnings } = await forked(order())
    expect(warnings.join('\n')).toContain('“1 item” counts a list')
    const payment = manifest.find(({ key }) => key === 'payment-status-changed') as GitTemplate
    expect((await forked(payment)).warnings[0]).toContain('Your payment went through')
  })
})

test('a fork is a visual draft in each language, with the sample as its fixture; what is sent stays', async () => {
  const key = 'order-created'
  const words = { subject: 'Bestellung {order}', strings: { heading: 'Danke für die Bestellung' } }
  const { lockVersion } = await saveDraft(ctx, {
    ...{ key, lockVersion: -1 },
    locales: [{ locale: 'de', source: words }],
  })
  expect((await forkLosses(ctx, { key })).warnings.length).toBeGreaterThan(0)
  await expect(forkTemplate(ctx, { key, lockVersion: -1 })).rejects.toMatchObject({ code: 'conflict' })
  const fork = await forkTemplate(ctx, { key, lockVersion })
  const draft = await loadDraft(database.db.orm, key)
  expect(draft).toMatchObject({ kind: 'visual', lockVersion: fork.lockVersion, template: { kind: 'git' } })
  expect(draft.locales.map(({ locale }) => locale)).toEqual(['en', 'de'])
  expect(draft.locales[1]?.source).toMatchObject({ subject: 'Bestellung {order_id}' })
  expect(JSON.stringify(draft.locales[1]?.source)).toContain('Danke für die Bestellung')
  const [fixture] = await database.db
    .sql`select name, data from template_fixtures where template_key = ${key}`
  expect(fixture).toMatchObject({ name: 'Sample', data: { order_id: '10482' } })
  await expect(forkLosses(ctx, { key })).rejects.toMatchObject({ code: 'unprocessable' })
})
