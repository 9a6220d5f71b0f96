import { DomainError, type Issue } from '#server/errors.ts'
import type { Problem } from '../problem.ts'
import type { PushSource } from '../sources.ts'
import { declaredAs, type Variables } from './declared.ts'
import { type Compiled, FORMAT, type Path, type Segment, type ValueContext } from './format.ts'
import { compileHtml } from './html.ts'
import type { HtmlProblem } from './html-inserts.ts'
import { insertsOfPlain } from './inserts.ts'
import { compileLine, linksOf } from './line.ts'
import { columnOf, position } from './placeholders.ts'
import { layOut } from './prose-layout.ts'
import { compilePush } from './push.ts'
import { type UsedVariable, usedIn, withFallbacks } from './used.ts'
import { warningsOf } from './warnings.ts'

/** One locale as it is written. `html_body` null: the HTML is made from the body. */
export interface PlainSource {
  subject: string
  body: string
  html_body: string | null
  push?: PushSource | undefined
}

interface PlainOptions {
  locale: string
  variables: Variables | null
}

/** So many problems are named at most. */
const NAMED = 20

/** Compiles a `{name}` template; of one with errors there is nothing. Throws nothing. */
function compileSources(source: PlainSource, { locale, variables }: PlainOptions) {
  const { html_body } = source
  const html =
    html_body === null ? null : compileHtml(html_body, { inserts: insertsOfPlain(html_body), marked: false })
  const problems = (html?.problems ?? []).toSorted((a, b) => a.index - b.index).slice(0, NAMED)
  if (problems.length > 0) return { problems, compiled: null, warnings: [] }
  const links = new Set(linksOf(html?.segments ?? []))
  const finish = (segments: Segment[]) =>
    withFallbacks(segments, (path) => declaredAs(variables, path).fallback)
  const contextOf = (path: Path): ValueContext =>
    links.has(path.join('.')) || declaredAs(variables, path).isLink ? 'link-text' : 'text'
  const text = finish(compileLine(source.body, contextOf))
  const subject = (context: ValueContext) => finish(compileLine(source.subject, () => context))
  const compiled: Compiled = {
    format: FORMAT,
    subject: subject('header'),
    html: html ? finish(html.segments) : layOut({ locale, title: subject('html'), prose: text }),
    text,
  }
  return { problems, compiled, warnings: warningsOf(source, { variables, tags: html?.tags ?? [] }) }
}

/**
 * Compiles a `{name}` template of the contract. `warnings`: what a reader should know and what does not stop it.
 * Throws `unprocessable` for syntax that can't be compiled; the issues name the field, the line and the column.
 */
export function compilePlain(
  source: PlainSource,
  options: PlainOptions,
): { compiled: Compiled; warnings: Issue[] } {
  const { compiled, warnings, problems } = compileSources(source, options)
  if (compiled) {
    const push = compilePush(source.push, options.variables)
    return { compiled: push ? { ...compiled, push } : compiled, warnings }
  }
  const issues = problems.map(({ index, message }) => ({
    path: 'html_body',
    message: `${position(source.html_body ?? '', index)}: ${message}`,
  }))
  const words = issues.map(({ path, message }) => `${path}, ${message}`).join('; ')
  throw new DomainError('unprocessable', `The template can not be published: ${words}.`, issues)
}

/** The same for the studio: what is wrong comes as problems with their places. Throws nothing. */
export function compilePlainSource(
  source: PlainSource,
  options: PlainOptions,
): { compiled: Compiled | null; problems: Problem[]; used: UsedVariable[] } {
  const { locale } = options
  const { compiled, warnings, problems } = compileSources(source, options)
  const errors = problems.map(({ index, message }: HtmlProblem): Problem => {
    const where = { field: 'html_body' as const, ...columnOf(source.html_body ?? '', index) }
    return { severity: 'error', message: `${message}.`, locale, where }
  })
  const soft = warnings.map(({ path, message }): Problem => {
    const field = fields.find((name) => name === path) ?? 'body'
    return { severity: 'warning', message: `${message}.`, locale, where: { field } }
  })
  if (!compiled) return { compiled, problems: errors, used: [] }
  const used = [
    ...usedIn(compiled.subject, (path) => ({ field: 'subject', name: path.join('.') })),
    ...usedIn(compiled.text, (path) => ({ field: 'body', name: path.join('.') })),
    ...(source.html_body === null
      ? []
      : usedIn(compiled.html, (path) => ({ field: 'html_body', name: path.join('.') }))),
  ]
  return { compiled, problems: soft, used }
}

const fields = ['subject', 'body', 'html_body', 'variables'] as const
