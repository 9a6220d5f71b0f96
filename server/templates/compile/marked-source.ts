import { markText } from '../../../emails/_studio/marks.ts'
import type { Place, Problem } from '../problem.ts'
import type { BrandTheme, CodeSource, VisualSource } from '../sources.ts'
import { declaredAs, type Variables } from './declared.ts'
import { type Compiled, FORMAT, type Path, type Segment } from './format.ts'
import { compileHtml } from './html.ts'
import { insertsOfMarked, tidied } from './inserts.ts'
import { compileLine } from './line.ts'
import type { Concrete, Mark, Marked } from './marked.ts'
import { preheaderElement, withPreheader } from './preheader.ts'
import { compileText } from './text.ts'
import { mapValues, type UsedVariable, usedIn, withFallbacks } from './used.ts'

export type MarkedKind = 'visual' | 'code'
export type MarkedSource = VisualSource | CodeSource

/** So many problems are named at most. */
const NAMED = 20

/** Renders the source with marks or, with `concrete`, with values. The editors' parts are loaded when first wanted. */
export async function markSource(
  kind: MarkedKind,
  source: MarkedSource,
  { locale, theme, concrete }: { locale: string; theme: BrandTheme; concrete?: Concrete },
): Promise<Marked | { problems: Problem[] }> {
  const options = { locale, theme, ...(concrete && { concrete }) }
  if (kind === 'code') {
    const { markCode } = await import('./code/mark-code.ts')
    return markCode(source as CodeSource, options)
  }
  const { markVisual } = await import('./visual.ts')
  return markVisual(source as VisualSource, options)
}

/** Compiles a mail that was rendered with marks. */
export function compileMarked(
  marked: Marked,
  { subject, preheader }: { subject: string; preheader: string },
  { locale, variables, field }: { locale: string; variables: Variables | null; field: 'code' | 'doc' },
): { compiled: Compiled | null; problems: Problem[]; used: UsedVariable[] } {
  const marks = [...marked.marks]
  const { html, foreign } = tidied(withPreheader(marked.html, preheaderMarked(preheader, marks)), marks)
  const inserts = insertsOfMarked(html, marks)
  const body = compileHtml(html, { inserts, marked: true })
  const text = body.problems.length > 0 ? { segments: [], problems: [] } : compileText(html, marks)
  const placeOf = (path: Path): Place => ({ field, name: path.join('.') })
  const errors = [...body.problems, ...text.problems].map(({ message, insert }): Problem => {
    const where = insert && 'path' in insert.mark ? placeOf(insert.mark.path) : { field }
    return { severity: 'error', message: sentence(message), locale, where }
  })
  if (foreign) {
    const message = 'The mail has characters that no text is written with (U+E000 to U+E01F): remove them.'
    errors.push({ severity: 'error', message, locale, where: { field } })
  }
  if (errors.length > 0) {
    return { compiled: null, problems: [...unique(errors).slice(0, NAMED), ...marked.problems], used: [] }
  }
  const finish = (segments: Segment[]) =>
    withFallbacks(segments, (path) => declaredAs(variables, path).fallback)
  const line = compileLine(subject, () => 'header')
  const compiled: Compiled = {
    format: FORMAT,
    subject: finish(line),
    html: finish(body.segments),
    text: finish(withLinkTexts(text.segments, { html: body.segments, variables })),
  }
  const used = [
    ...usedIn(compiled.subject, (path) => ({ field: 'subject', name: path.join('.') })),
    ...usedIn(finish(compileLine(preheader, () => 'html')), (path) => ({
      field: 'preheader',
      name: path.join('.'),
    })),
    ...usedIn(compiled.html, placeOf),
  ]
  return { compiled, problems: marked.problems, used }
}

/** The preheader's element with marks, which are added to those of the mail. */
function preheaderMarked(preheader: string, marks: Mark[]): string {
  return preheaderElement(
    compileLine(preheader, () => 'html'),
    ({ value, fallback }) => {
      marks.push({ kind: 'value', path: value, ...(fallback !== undefined && { fallback }) })
      return markText(marks.length - 1)
    },
  )
}

/** What the HTML uses as a link, or the schema calls one, is held to the same schemes in the text. */
function withLinkTexts(
  text: Segment[],
  { html, variables }: { html: readonly Segment[]; variables: Variables | null },
): Segment[] {
  const links = new Set(
    usedIn(html, () => null)
      .filter(({ path, contexts }) => contexts.includes('link') || declaredAs(variables, path).isLink)
      .map(({ path }) => path.join('.')),
  )
  return mapValues(text, (value, path) =>
    value.context === 'text' && links.has(path.join('.')) ? { ...value, context: 'link-text' } : value,
  )
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** A repeated part has the same problem for each language and each place: once is enough. */
const unique = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [`${problem.message}${problem.where?.name}`, problem])).values(),
]
