import { DomainError, type Issue } from '#server/errors.ts'
import { type Declared, declaredAs, type Variables } from './declared.ts'
import { type Compiled, FORMAT, type Path, type Segment, type ValueContext } from './format.ts'
import { compileHtml, type Tag } from './html.ts'
import { placeholdersOf, position } from './placeholders.ts'
import { layOut } from './prose-layout.ts'
import { warningsOf } from './warnings.ts'

/** One locale as it is written. `html_body` null: the HTML is made from the body. */
export interface PlainSource {
  subject: string
  body: string
  html_body: string | null
}

/** So many problems are named at most. */
const NAMED = 20

/**
 * Compiles a `{name}` template of the contract. `warnings`: what a reader should know and what does not stop it.
 * Throws `unprocessable` for syntax that can't be compiled; the issues name the field, the line and the column.
 */
export function compilePlain(
  source: PlainSource,
  { locale, variables }: { locale: string; variables: Variables | null },
): { compiled: Compiled; warnings: Issue[] } {
  const html = source.html_body === null ? null : compileHtml(source.html_body)
  const problems = (html?.problems ?? []).toSorted((a, b) => a.index - b.index).slice(0, NAMED)
  if (problems.length > 0) {
    const issues = problems.map(({ index, message }) => ({
      path: 'html_body',
      message: `${position(source.html_body ?? '', index)}: ${message}`,
    }))
    const words = issues.map(({ path, message }) => `${path}, ${message}`).join('; ')
    throw new DomainError('unprocessable', `The template can not be published: ${words}.`, issues)
  }
  const links = new Set(linksOf(html?.segments ?? []))
  const finish = (segments: Segment[]) => withDeclared(segments, (path) => declaredAs(variables, path))
  const contextOf = (path: Path): ValueContext =>
    links.has(keyOf(path)) || declaredAs(variables, path).isLink ? 'link-text' : 'text'
  const text = finish(compileText(source.body, contextOf))
  const subject = (context: ValueContext) => finish(compileText(source.subject, () => context))
  const tags: Tag[] = html?.tags ?? []
  return {
    compiled: {
      format: FORMAT,
      subject: subject('header'),
      html: html ? finish(html.segments) : layOut({ locale, title: subject('html'), prose: text }),
      text,
    },
    warnings: warningsOf(source, { variables, tags }),
  }
}

function compileText(source: string, contextOf: (path: Path) => ValueContext): Segment[] {
  const segments: Segment[] = []
  let done = 0
  for (const { start, end, path, fallback } of placeholdersOf(source)) {
    if (start > done) segments.push(source.slice(done, start))
    segments.push({ value: path, context: contextOf(path), ...(fallback !== undefined && { fallback }) })
    done = end
  }
  if (done < source.length) segments.push(source.slice(done))
  return segments
}

/** What the schema makes optional falls back to its default, or to nothing. */
const withDeclared = (segments: Segment[], declared: (path: Path) => Declared): Segment[] =>
  segments.map((segment) => {
    if (typeof segment === 'string' || !('value' in segment) || segment.fallback !== undefined) return segment
    const { fallback } = declared(segment.value)
    return fallback === undefined ? segment : { ...segment, fallback }
  })

const keyOf = (path: Path) => path.join('.')

/** The variables that the HTML uses as a link: in the text they are held to the same schemes. */
const linksOf = (segments: readonly Segment[]): string[] =>
  segments.flatMap((segment) =>
    typeof segment !== 'string' && 'value' in segment && segment.context === 'link'
      ? [keyOf(segment.value)]
      : [],
  )
