import type { Issue } from '#server/errors.ts'
import { renderCompiled, type Values } from '#server/rendering/compiled.ts'
import type { App } from '#server/rendering/render-email.ts'
import type { Compiled } from '../compile/format.ts'
import { loadCompiler } from '../compiler.ts'
import type { Problem } from '../problem.ts'
import { gitPreview } from './git.ts'
import { inboxLine } from './inbox-line.ts'
import { lenient } from './lenient.ts'
import { type Looked, recipientOf } from './looked.ts'
import { without } from './without.ts'

export interface Preview {
  subject: string
  /** What an inbox shows after the subject. */
  preheader: string
  /** Empty where the errors leave nothing to show. */
  html: string
  text: string
  problems: Problem[]
  /** Values that the data lacks or that are no text, by their path. The mail shows their names in their places. */
  missing: Issue[]
  /** Of the HTML, UTF-8. */
  bytes: number
  compileMs: number
}

export interface PreviewDeps {
  app: App
}

/** One locale as it is written, compiled and put together with data. Throws nothing that an author could cause. */
export async function renderPreview({ app }: PreviewDeps, looked: Looked): Promise<Preview> {
  const { kind, source, locale, variables, theme } = looked
  const began = performance.now()
  if (kind === 'git') {
    const rendered = await gitPreview(app, looked)
    const { problems } = rendered
    return { ...previewOf(rendered), problems, compileMs: performance.now() - began }
  }
  const compiler = await loadCompiler()
  const options = { locale, variables, theme }
  const { compiled, problems } = await compiler.compileSource(kind, source as never, options)
  const compileMs = performance.now() - began
  const rendered = compiled ? compiledPreview({ app }, looked, compiled) : previewOf({ issues: [] })
  return { ...rendered, problems, compileMs }
}

/** One locale of a version as it was compiled when it was published. */
export function compiledPreview({ app }: PreviewDeps, looked: Looked, compiled: Compiled): Preview {
  const { locale, data } = looked
  const recipient = recipientOf(looked)
  // It leads to the page, and opens nothing.
  const unsubscribe_url = new URL('/u/sample', app.url).href
  const values: Values = { data, builtIn: { recipient, app, unsubscribe_url } }
  const writing = { locale, timezone: recipient.timezone }
  const strict = renderCompiled(compiled, values, writing)
  if (!('issues' in strict)) return previewOf(strict)
  // What is no text, or no list, is left out as if it were missing.
  const fitting = {
    ...values,
    data: without(
      data,
      strict.issues.map(({ path }) => path),
    ),
  }
  const shown = previewOf(renderCompiled(lenient(compiled), fitting, writing))
  return { ...shown, missing: strict.issues }
}

type Rendered = { subject: string; html: string; text: string } | { issues: Issue[] }

function previewOf(rendered: Rendered): Preview {
  const found = 'issues' in rendered ? { subject: '', html: '', text: '' } : rendered
  return {
    ...found,
    preheader: inboxLine(found),
    problems: [],
    missing: 'issues' in rendered ? rendered.issues : [],
    bytes: Buffer.byteLength(found.html, 'utf8'),
    compileMs: 0,
  }
}
