import { type Mark, marksOf, markText } from '../../../../emails/_studio/marks.ts'
import type { MarkedSample } from './marked-sample.ts'

const MARK = String.raw`\uE000[\uE010-\uE019]{1,6}\uE001`
/** What React writes between texts. */
const BETWEEN = String.raw`(?: |<!-- -->)+`
const TWO = new RegExp(`(${MARK})${BETWEEN}(${MARK})`, 'g')

/** A part without a table in it. */
const INSIDE = String.raw`(?:(?!<table|</table>)[\s\S])*?`
const TABLE = new RegExp(String.raw`<table[^>]*>${INSIDE}</table>`, 'g')
const ROW = /<tr[^>]*>(?:(?!<tr)[\s\S])*?<\/tr>/g
const PARAGRAPH = /<p[ >](?:(?!<p[ >])[\s\S])*?<\/p>/g

/**
 * What React has decided for the sample, as marks: rows of lists are repeated, amounts have their currency's form, and
 * what shows a value that an event may lack is shown if it is there. Adds to `marks`.
 */
export function markFlow(
  html: string,
  { marks, lists }: Pick<MarkedSample, 'marks' | 'lists'>,
  isRequired: (path: readonly string[]) => boolean,
): string {
  const add = (mark: Mark): string => markText(marks.push(mark) - 1)
  const pathsIn = (part: string): string[][] =>
    marksOf(part).flatMap(({ number }) => {
      const mark = marks[number]
      return mark?.kind === 'value' ? [mark.path] : []
    })
  const around = (opening: Mark, part: string) => `${add(opening)}${part}${add({ kind: 'end' })}`
  const listOf = (part: string) => lists.find(({ as }) => pathsIn(part).some(([first]) => first === as))

  /** Shown if all that it shows, and that may be missing, is there. */
  function ifThere(part: string): string {
    const optional = pathsIn(part).filter((path) => !isRequired(path))
    const paths = new Map(optional.map((path) => [path.join('.'), path]))
    let shown = part
    for (const path of paths.values()) shown = around({ kind: 'if', path }, shown)
    return shown
  }

  const row = (part: string): string => {
    const list = listOf(part)
    if (!list) return ifThere(part)
    return around({ kind: 'each', path: list.path, as: list.as }, part)
  }

  const money = html.replace(TWO, (both: string, amount: string, currency: string) => {
    const [mark] = marksOf(amount).map(({ number }) => marks[number])
    const [path] = pathsIn(currency)
    if (mark?.kind !== 'value' || path?.join('.') !== 'currency') return both
    return add({ ...mark, filter: { name: 'money', currency: path } })
  })
  const kept: string[] = []
  // Set aside while the paragraphs around are looked at.
  const keep = (part: string) => `<x-kept n="${kept.push(part) - 1}"></x-kept>`
  const tables = money.replace(TABLE, (table: string) => {
    if (pathsIn(table).length === 0) return table
    if (table.includes('data-text-format="dataTable"')) {
      const written = table.replace(ROW, row)
      const list = listOf(table)
      return keep(list ? around({ kind: 'if', path: list.path }, written) : written)
    }
    return keep(panel(table))
  })

  /** A box or a button goes as a whole when the first value in it is missing. */
  function panel(table: string): string {
    const [first] = pathsIn(table)
    const written = table.replace(PARAGRAPH, (part: string) =>
      pathsIn(part).some((path) => path.join('.') === first?.join('.')) ? part : ifThere(part),
    )
    return first && !isRequired(first) ? around({ kind: 'if', path: first }, written) : written
  }

  return tables
    .replace(PARAGRAPH, ifThere)
    .replace(/<x-kept n="(\d+)"><\/x-kept>/g, (_, n: string) => kept[Number(n)] ?? '')
}

/** A line with marks as an author writes it, for a subject or a preheader. */
export function lineOf(
  text: string,
  marks: readonly Mark[],
  isRequired: (path: readonly string[]) => boolean,
): string {
  let line = ''
  let from = 0
  for (const { start, end, number } of marksOf(text)) {
    const mark = marks[number]
    const path = mark?.kind === 'value' ? mark.path : []
    line += `${text.slice(from, start)}{${path.join('.')}${isRequired(path) ? '' : '|'}}`
    from = end
  }
  return line + text.slice(from)
}
