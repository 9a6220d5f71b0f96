import type { Segment, Value } from '#server/templates/compile/format.ts'
import { escapeFor, safeLink } from './escape.ts'
import { condition, type Scope, textReader } from './find.ts'
import { itemScope, repetition } from './repeat.ts'
import { Run } from './run.ts'
import { quoted, TextFlow, wordsOf } from './text-flow.ts'
import { type ListItem, writeList } from './text-list.ts'
import { type TextCell, tableText } from './text-table.ts'

/** Writes a piece of a text into its flow; what is collected (items, rows, cells) into `into`. */
type Write<T> = (run: Run, flow: TextFlow, into: T[]) => void
export type WriteFlow = (run: Run, flow: TextFlow) => void

/** Segments of a flow as functions, as `prepare` does for HTML. */
export function prepareFlow(segments: readonly Segment[], scope: Scope | null): WriteFlow {
  const write = sequence<never>(segments, scope, piece)
  return (run, flow) => write(run, flow, [])
}

/** Conditions and repetitions are the same everywhere; what they hold is prepared by `one`. */
function sequence<T>(
  segments: readonly Segment[],
  scope: Scope | null,
  one: (segment: Segment, scope: Scope | null) => Write<T>,
): Write<T> {
  const parts = segments.map((segment): Write<T> => {
    if (typeof segment === 'string') return one(segment, scope)
    if ('if' in segment) {
      const holds = condition(segment.if, segment.is, segment.not, scope)
      const body = sequence(segment.body, scope, one)
      const otherwise = sequence(segment.else ?? [], scope, one)
      return (run, flow, into) => (holds(run) ? body : otherwise)(run, flow, into)
    }
    if ('each' in segment) {
      const repeat = repetition(segment, scope)
      const body = sequence(segment.body, itemScope(segment, scope), one)
      return (run, flow, into) => repeat(run, () => body(run, flow, into))
    }
    return one(segment, scope)
  })
  const [only] = parts
  if (parts.length === 1 && only) return only
  return (run, flow, into) => {
    for (const part of parts) part(run, flow, into)
  }
}

const nothing = () => undefined

function piece(segment: Segment, scope: Scope | null): WriteFlow {
  if (typeof segment === 'string') return text(segment)
  if ('value' in segment) return value(segment, scope)
  if ('line' in segment) return (_, flow) => flow.lineBreak()
  if ('block' in segment) return block(segment, scope)
  if ('link' in segment) return link(segment, scope)
  if ('list' in segment) return list(segment, scope)
  if ('table' in segment) return table(segment, scope)
  if ('upper' in segment) {
    const body = prepareFlow(segment.upper, scope)
    return (run, flow) => {
      flow.openUpper()
      body(run, flow)
      flow.closeUpper()
    }
  }
  if ('gap' in segment) return (_, flow) => flow.gap(segment.gap)
  return nothing
}

function text(raw: string): WriteFlow {
  const words = wordsOf(raw)
  const length = raw.length + 1
  return (run, flow) => {
    run.take(length)
    flow.addWords(words)
  }
}

function value(segment: Value, scope: Scope | null): WriteFlow {
  const read = textReader(segment, scope)
  const { context } = segment
  return (run, flow) => {
    const found = read(run)
    if (found === null) return
    run.take(found.length + 1)
    flow.add(context === 'text' || run.asReact ? found : escapeFor(context, found))
  }
}

function block({ block, before, after, as }: Extract<Segment, { block: Segment[] }>, scope: Scope | null) {
  const body = prepareFlow(block, scope)
  const change = as === 'quote' ? quote : undefined
  const write: WriteFlow = (run, flow) => {
    flow.open(before, as === 'pre')
    body(run, flow)
    flow.close(after, change && ((written) => change(written, run)))
  }
  return block.every(isFixed) ? writtenOnce(write) : write
}

/** Quotes in quotes are longer each time. */
function quote(text: string, run: Run): string {
  const written = quoted(text)
  run.take(written.length)
  return written
}

/** Without values it is always the same. */
const isFixed = (segment: Segment): boolean =>
  typeof segment === 'string' || 'line' in segment || ('block' in segment && segment.block.every(isFixed))

function writtenOnce(write: WriteFlow): WriteFlow {
  const flow = new TextFlow()
  write(new Run({ data: {}, builtIn: {} }, { locale: 'en', timezone: null }, false), flow)
  const { text, before, due } = flow.block
  return (run, into) => {
    if (!into.isPlain || into.block.pre) return write(run, into)
    run.take(text.length)
    into.addBlock(text, before, due)
  }
}

function link({ link, to }: Extract<Segment, { link: Segment[] }>, scope: Scope | null): WriteFlow {
  const body = prepareFlow(link, scope)
  const address = addressOf(to, scope)
  return (run, flow) => {
    // `mailto:` is not said, and `#` leads nowhere.
    const written = address(run).replace(/^mailto:/, '')
    if (written === '' || written.startsWith('#')) return body(run, flow)
    flow.openLink()
    body(run, flow)
    flow.closeLink(written)
  }
}

/** What the link's attribute holds, as a mail program reads it. */
function addressOf(segments: readonly Segment[], scope: Scope | null): (run: Run) => string {
  const parts = segments.map((segment) =>
    typeof segment === 'string' ? segment : addressPart(segment, scope),
  )
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return typeof only === 'string' ? () => only : only
  return (run) => {
    let out = ''
    for (const part of parts) out += typeof part === 'string' ? part : part(run)
    return out
  }
}

function addressPart(segment: Exclude<Segment, string>, scope: Scope | null): (run: Run) => string {
  if (!('value' in segment)) throw new Error('an address holds texts and values')
  const read = textReader(segment, scope)
  const { context } = segment
  return (run) => {
    const found = read(run) ?? ''
    run.take(found.length + 1)
    if (run.asReact) return found
    return context === 'link' ? safeLink(found) : escapeFor(context, found)
  }
}

function list({ list, nested, numbers }: Extract<Segment, { list: Segment[] }>, scope: Scope | null) {
  const collect = sequence<ListItem>(list, scope, item)
  const style = { nested: nested === true, numbers: numbers ?? null }
  const write: WriteFlow = (run, flow) => {
    const items: ListItem[] = []
    collect(run, flow, items)
    for (const { text } of items) run.take(text.length)
    writeList(flow, items, style)
  }
  return write
}

function item(segment: Segment, scope: Scope | null): Write<ListItem> {
  if (typeof segment === 'string' || !('item' in segment)) return nothing
  const body = prepareFlow(segment.item, scope)
  const bare = segment.bare === true
  return (run, flow, items) => {
    flow.open(1, false)
    body(run, flow)
    const { text, before, due } = flow.pop()
    items.push({ bare, text, before, due })
  }
}

function table({ table }: Extract<Segment, { table: Segment[] }>, scope: Scope | null): WriteFlow {
  const collect = sequence<TextCell[]>(table, scope, row)
  return (run, flow) => {
    const rows: TextCell[][] = []
    collect(run, flow, rows)
    const written = tableText(rows, (length) => run.take(length))
    if (written !== '') flow.addBlock(written, 2, 2)
  }
}

function row(segment: Segment, scope: Scope | null): Write<TextCell[]> {
  if (typeof segment === 'string' || !('row' in segment)) return nothing
  const collect = sequence<TextCell>(segment.row, scope, cell)
  return (run, flow, rows) => {
    const cells: TextCell[] = []
    collect(run, flow, cells)
    rows.push(cells)
  }
}

function cell(segment: Segment, scope: Scope | null): Write<TextCell> {
  if (typeof segment === 'string' || !('cell' in segment)) return nothing
  const body = prepareFlow(segment.cell, scope)
  const { columns, rows } = segment
  return (run, flow, cells) => {
    flow.open(1, false)
    body(run, flow)
    cells.push({ columns, rows, text: flow.pop().text.replace(/^\n+|\n+$/g, '') })
  }
}
