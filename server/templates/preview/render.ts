import type { Issue } from '#server/errors.ts'
import { renderCompiled, type Values } from '#server/rendering/compiled.ts'
import { renderCompiledPush } from '#server/rendering/compiled-push.ts'
import { type PushWords, pushFromMail } from '#server/rendering/push-words.ts'
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
  /** The same as a push message. */
  push: PushWords
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
    return { ...previewOf(rendered, app), problems, compileMs: performance.now() - began }
  }
  const compiler = await loadCompiler()
  const options = { locale, variables, theme }
  const { compiled, problems } = await compiler.compileSource(kind, source as never, options)
  const compileMs = performance.now() - began
  const rendered = compiled ? compiledPreview({ app }, looked, compiled) : previewOf({ issues: [] }, app)
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
  const inPush = pushOf(compiled, strict, { values, reader: writing, appUrl: app.url })
  const missing = unique([...issuesOf(strict), ...issuesOf(inPush)])
  // What is no text, or no list, is left out as if it were missing.
  const fitting = {
    ...values,
    data: without(
      data,
      missing.map(({ path }) => path),
    ),
  }
  const named = lenient(compiled)
  const mail = 'issues' in strict ? renderCompiled(named, fitting, writing) : strict
  const push =
    'issues' in inPush ? pushOf(named, mail, { values: fitting, reader: writing, appUrl: app.url }) : inPush
  return { ...previewOf(mail, app), ...('issues' in push ? {} : { push }), missing }
}

type Rendered = { subject: string; html: string; text: string } | { issues: Issue[] }

const issuesOf = (rendered: object): Issue[] => ('issues' in rendered ? (rendered.issues as Issue[]) : [])
const unique = (issues: Issue[]): Issue[] => [...new Map(issues.map((one) => [one.path, one])).values()]

const pushOf = (compiled: Compiled, mail: Rendered, options: Parameters<typeof renderCompiledPush>[2]) =>
  renderCompiledPush(compiled, 'issues' in mail ? NO_MAIL : mail, options)

const NO_MAIL = { subject: '', html: '', text: '' }

function previewOf(rendered: Rendered, app: App): Preview {
  const found = 'issues' in rendered ? NO_MAIL : rendered
  return {
    ...found,
    preheader: inboxLine(found),
    problems: [],
    missing: 'issues' in rendered ? rendered.issues : [],
    bytes: Buffer.byteLength(found.html, 'utf8'),
    compileMs: 0,
    push: pushFromMail(found, app.url),
  }
}
