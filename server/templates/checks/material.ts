import { setImmediate } from 'node:timers/promises'
import type { TemplateSource } from '#server/db/schema/templates.ts'
import type { Issue } from '#server/errors.ts'
import { renderCompiled, type Values } from '#server/rendering/compiled.ts'
import type { App } from '#server/rendering/render-email.ts'
import { compileSource } from '../compile/compile-source.ts'
import type { Compiled } from '../compile/format.ts'
import type { UsedVariable } from '../compile/used.ts'
import { gitCode } from '../git/code.ts'
import { gitProblems } from '../git/problems.ts'
import type { Problem } from '../problem.ts'
import { renderWith, SAMPLE_LINK } from '../render-with.ts'
import { gitSource } from '../sources.ts'
import type { CheckedDraft } from './check.ts'
import { type HtmlElement, readHtml } from './html-tree.ts'
import { sampleData } from './sample-data.ts'
import { BUILT_IN, type Use, usesOf } from './uses.ts'
import { type Variant, variantsOf } from './variants.ts'

/** So many mails of a locale are looked at. */
const MAILS = 40

/** What every check is given: the draft, compiled and rendered once for all. */
export interface Material {
  draft: CheckedDraft
  app: App
  locales: Written[]
}

/** A locale of the draft, with what it makes of each fixture and of what follows from them. */
export interface Written {
  locale: string
  source: TemplateSource
  compiled: Compiled | null
  /** What compiling says. */
  problems: Problem[]
  used: UsedVariable[]
  uses: Use[]
  mails: Mail[]
  /** What a fixture lacks, by its name. */
  unfit: { fixture: string; issues: Issue[] }[]
}

export interface Mail extends Variant {
  /** Null: made up, for want of fixtures. */
  fixture: string | null
  subject: string
  html: string
  text: string
  tree: HtmlElement
}

/** What stands for the recipient, the product and the link to unsubscribe. */
export function sampleValues(app: App, locale: string, data: Record<string, unknown>): Values {
  return {
    data,
    builtIn: {
      recipient: { name: 'Ada Lovelace', email: 'ada@example.com', locale, timezone: 'UTC' },
      app,
      unsubscribe_url: SAMPLE_LINK,
    },
  }
}

/** What a compiled template makes of data for a sample recipient. */
export const renderSample = (app: App, locale: string, compiled: Compiled, data: Record<string, unknown>) =>
  renderCompiled(compiled, sampleValues(app, locale, data), { locale, timezone: 'UTC' })

/** Compiles each locale of the draft, and renders what can be rendered; that of git by React. */
export async function materialOf(app: App, draft: CheckedDraft): Promise<Material> {
  const locales: Written[] = []
  for (const { locale, source } of draft.locales) {
    const write = draft.kind === 'git' ? writtenByReact : writtenIn
    locales.push(await write(app, draft, locale, source))
  }
  return { draft, app, locales }
}

async function writtenIn(
  app: App,
  { kind, variables, theme, fixtures }: CheckedDraft,
  locale: string,
  source: TemplateSource,
): Promise<Written> {
  if (kind === 'git') throw new Error('a template of git is not compiled')
  const { compiled, problems, used, unshown } = await compileSource(kind, source as never, {
    locale,
    variables,
    theme,
  })
  const written = { locale, source, compiled, problems, used }
  if (!compiled) return { ...written, uses: [], mails: [], unfit: [] }
  const uses = [...usesOf(compiled), ...decidedIn(unshown ?? [])]
  const sample = sampleData(uses, variables)
  const render = (data: Record<string, unknown>) => renderSample(app, locale, compiled, data)
  const fits = (data: Record<string, unknown>) => !('issues' in render(data))
  const mails: Mail[] = []
  const unfit: Written['unfit'] = []
  const bases = fixtures.length > 0 ? fixtures : [{ name: null, data: sample }]
  for (const { name, data } of bases) {
    for (const variant of variantsOf({ data, sample, uses }, fits)) {
      await setImmediate()
      const rendered = render(variant.data)
      if (!('issues' in rendered)) {
        mails.push({ ...variant, fixture: name, ...rendered, tree: readHtml(rendered.html) })
      } else if (name !== null && variant.label === '') unfit.push({ fixture: name, issues: rendered.issues })
      if (mails.length >= MAILS) break
    }
  }
  return { ...written, uses, mails, unfit }
}

/** What JavaScript decides by is a condition, too: tried both ways, it shows that the mail does not heed it. */
const decidedIn = (unshown: readonly string[][]): Use[] =>
  unshown.flatMap((at) => (BUILT_IN.has(at[0] ?? '') ? [] : [{ kind: 'if' as const, at, is: undefined }]))

/** Of git: each fixture, or what the code's own preview shows, as React renders it with what the locale says otherwise. */
async function writtenByReact(
  app: App,
  { key, fixtures, git }: CheckedDraft,
  locale: string,
  source: TemplateSource,
): Promise<Written> {
  const rendering = { key, kind: 'git' as const, locales: [{ locale, source, compiled: null }] }
  const recipient = { name: 'Ada Lovelace', email: 'ada@example.com', locale, timezone: 'UTC' }
  const mails: Mail[] = []
  const unfit: Written['unfit'] = []
  const bases = fixtures.length > 0 ? fixtures : git ? [{ name: null, data: git.sample }] : []
  for (const { name: fixture, data } of bases.slice(0, MAILS)) {
    const rendered = await renderWith(rendering, { app, data, recipient })
    if ('issues' in rendered)
      unfit.push({ fixture: fixture ?? 'the preview of the code', issues: rendered.issues })
    else mails.push({ fixture, label: '', data, ...rendered, tree: readHtml(rendered.html) })
  }
  const code = await gitCode(key)
  const problems = code ? gitProblems(code, gitSource.parse(source), locale) : []
  return { locale, source, compiled: null, problems, used: [], uses: [], mails, unfit }
}
