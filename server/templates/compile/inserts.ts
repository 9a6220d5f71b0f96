import { type Mark, marksOf, RESERVED } from '../../../emails/_studio/marks.ts'
import type { Value, ValueContext } from './format.ts'
import { placeholdersOf } from './placeholders.ts'

/** What stands in a source in place of something else: from `start` up to, not including, `end`. */
export interface Insert {
  start: number
  end: number
  mark: Mark
}

export type BlockMark = Exclude<Mark, { kind: 'value' }>

/** The `{name}` placeholders of a source. */
export const insertsOfPlain = (source: string): Insert[] =>
  placeholdersOf(source).map(({ start, end, path, fallback }) => ({
    start,
    end,
    mark: { kind: 'value', path, ...(fallback !== undefined && { fallback }) },
  }))

/** React writes it between two texts, and so also between a text and a mark that is no text. */
const EMPTY = '<!-- -->'

/**
 * Marked HTML without what React wrote only because of marks that begin or end a part, and without characters that make
 * no known mark. `foreign`: there were such.
 */
export function tidied(html: string, marks: readonly Mark[]): { html: string; foreign: boolean } {
  const out: string[] = []
  let foreign = false
  let done = 0
  let afterOpening = false
  const add = (end: number, beforeClosing: boolean) => {
    let text = html.slice(done, end)
    if (afterOpening && text.startsWith(EMPTY)) text = text.slice(EMPTY.length)
    if (beforeClosing && text.endsWith(EMPTY)) text = text.slice(0, -EMPTY.length)
    if (RESERVED.test(text)) {
      foreign = true
      text = text.replace(new RegExp(RESERVED, 'g'), '')
    }
    out.push(text)
  }
  for (const { start, end, number } of marksOf(html)) {
    const mark = marks[number]
    add(start, mark?.kind === 'else' || mark?.kind === 'end')
    done = end
    afterOpening = mark !== undefined && mark.kind !== 'value' && mark.kind !== 'end'
    if (mark) out.push(html.slice(start, end))
    else foreign = true
  }
  add(html.length, false)
  return { html: out.join(''), foreign }
}

/** The marks of tidied HTML. */
export const insertsOfMarked = (html: string, marks: readonly Mark[]): Insert[] =>
  marksOf(html).flatMap(({ start, end, number }) => {
    const mark = marks[number]
    return mark ? [{ start, end, mark }] : []
  })

/** The segment of a value that stands in a context. */
export const valueSegment = (
  { path, fallback, filter }: Extract<Mark, { kind: 'value' }>,
  context: ValueContext,
): Value => ({
  value: path,
  context,
  ...(fallback !== undefined && { fallback }),
  ...(filter && { filter }),
})

/** What a person calls it. */
export function nameOfMark(mark: Mark): string {
  if (mark.kind === 'value') return 'a variable'
  if (mark.kind === 'each') return 'a repetition'
  return mark.kind === 'if' ? 'a condition' : 'the end of a condition or repetition'
}
