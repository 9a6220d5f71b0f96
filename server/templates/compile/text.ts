import type { HtmlNode } from 'html-to-text'
import { marksOf } from '../../../emails/_studio/marks.ts'
import { contextIn } from './attributes.ts'
import { bodiesOf } from './body-nodes.ts'
import type { Segment } from './format.ts'
import { type Insert, valueSegment } from './inserts.ts'
import type { Mark } from './marked.ts'
import { Parts } from './parts.ts'
import { folded } from './text-fold.ts'
import { textTag } from './text-tags.ts'

export interface CompiledText {
  segments: Segment[]
  problems: { message: string; insert: Insert }[]
}

/**
 * The plain text of marked HTML: laid out when the values are known, so that it is what html-to-text makes of the same
 * mail with these values, whatever is shown, repeated or empty.
 */
export function compileText(html: string, marks: readonly Mark[]): CompiledText {
  const compiler = new TextCompiler(marks)
  const flow = bodiesOf(html).flatMap((body) => compiler.content(body.children ?? [], false))
  return { segments: [{ flow: folded(flow) }], problems: compiler.problems }
}

/** html-to-text's length of a rule. */
const RULE = '-'.repeat(40)
const SPACES = /[ \t\r\n\f\u200b]+/g

class TextCompiler {
  readonly problems: CompiledText['problems'] = []
  readonly #marks: readonly Mark[]

  constructor(marks: readonly Mark[]) {
    this.#marks = marks
  }

  content(nodes: readonly HtmlNode[], pre: boolean): Segment[] {
    return this.#parted(nodes, (parts, node) => {
      if (node.type === 'text') this.#text(node.data ?? '', pre, parts)
      else if (node.type === 'tag') for (const segment of this.#element(node, pre)) put(parts, segment)
    })
  }

  /** Segments of the nodes, with conditions and repetitions that begin and end among them. */
  #parted(nodes: readonly HtmlNode[], add: (parts: Parts, node: HtmlNode) => void): Segment[] {
    const parts = new Parts((insert, message) => this.problems.push({ insert, message }))
    parts.apart(() => {
      for (const node of nodes) add(parts, node)
    })
    return parts.out
  }

  #inserts(text: string): Insert[] {
    return marksOf(text).flatMap(({ start, end, number }) => {
      const mark = this.#marks[number]
      return mark ? [{ start, end, mark }] : []
    })
  }

  #text(text: string, pre: boolean, parts: Parts): void {
    const add = (piece: string) => parts.static(pre ? piece : piece.replace(SPACES, ' '))
    let done = 0
    for (const insert of this.#inserts(text)) {
      add(text.slice(done, insert.start))
      done = insert.end
      if (insert.mark.kind === 'value') parts.out.push(valueSegment(insert.mark, 'text'))
      else parts.mark(insert)
    }
    add(text.slice(done))
  }

  #element(node: HtmlNode, pre: boolean): Segment[] {
    const { name = '', attribs = {}, children = [] } = node
    if (attribs['data-skip-in-text'] === 'true') return []
    if (attribs['data-text-format'] === 'dataTable') return [{ table: this.#rows(children, pre) }]
    const tag = textTag(name)
    switch (tag.is) {
      case 'skipped':
        return []
      case 'line':
        return [{ line: 1 }]
      case 'rule':
        return [{ block: [RULE], before: 2, after: 2 }]
      case 'link':
        return [{ link: this.content(children, pre), to: this.#address(attribs.href ?? '') }]
      case 'bullets':
      case 'numbers':
        return [this.#list(node, pre)]
      case 'inline':
        return this.content(children, pre)
      default: {
        const { is, before, after } = tag
        const body = this.content(children, pre || is === 'pre')
        return [{ block: body, before, after, ...(is !== 'block' && { as: is }) }]
      }
    }
  }

  #address(href: string): Segment[] {
    const segments: Segment[] = []
    let before = ''
    let done = 0
    const add = (piece: string) => {
      before += piece
      if (piece !== '') segments.push(piece)
    }
    for (const { start, end, mark } of this.#inserts(href)) {
      add(href.slice(done, start))
      done = end
      const context = contextIn('href', before)
      // What is refused, or no value, is a problem of the HTML.
      if (mark.kind !== 'value' || typeof context === 'object') continue
      segments.push(valueSegment(mark, context))
      before += context === 'link' ? 'https://x' : 'x'
    }
    add(href.slice(done))
    return segments
  }

  #list({ name, attribs = {}, children = [], parent }: HtmlNode, pre: boolean): Segment {
    const items = this.#parted(children, (parts, node) => {
      if (node.type === 'text') this.#looseItems(node.data ?? '', pre, parts)
      else if (node.name === 'li') parts.out.push({ item: this.content(node.children ?? [], pre) })
      else parts.out.push({ item: this.content([node], pre), bare: true })
    })
    const numbers = { from: Number(attribs.start || '1'), style: attribs.type ?? '1' }
    return {
      list: items,
      ...(parent?.name === 'li' && { nested: true as const }),
      ...(name === 'ol' && { numbers }),
    }
  }

  /** Text between items is an item without a bullet. */
  #looseItems(text: string, pre: boolean, parts: Parts): void {
    const loose: HtmlNode[] = []
    let done = 0
    const add = (end: number) => {
      const piece = text.slice(done, end)
      if (/\S/.test(piece)) loose.push({ type: 'text', data: piece })
    }
    const flush = () => {
      if (loose.length > 0) parts.out.push({ item: this.content(loose.splice(0), pre), bare: true })
    }
    for (const insert of this.#inserts(text)) {
      if (insert.mark.kind === 'value') continue
      add(insert.start)
      flush()
      parts.mark(insert)
      done = insert.end
    }
    add(text.length)
    flush()
  }

  #rows(nodes: readonly HtmlNode[], pre: boolean): Segment[] {
    return this.#parted(nodes, (parts, node) => {
      const { type, name = '', data = '', children = [] } = node
      if (type === 'text') this.#onlyParts(data, parts)
      else if (['thead', 'tbody', 'tfoot', 'center'].includes(name)) {
        parts.out.push(...this.#rows(children, pre))
      } else if (name === 'tr') parts.out.push({ row: this.#cells(children, pre) })
    })
  }

  #cells(nodes: readonly HtmlNode[], pre: boolean): Segment[] {
    return this.#parted(nodes, (parts, { type, name, data = '', attribs = {}, children = [] }) => {
      if (type === 'text') this.#onlyParts(data, parts)
      if (name !== 'td' && name !== 'th') return
      const body = this.content(children, pre)
      const span = { columns: Number(attribs.colspan) || 1, rows: Number(attribs.rowspan) || 1 }
      parts.out.push({ cell: name === 'th' ? [{ upper: body }] : body, ...span })
    })
  }

  #onlyParts(text: string, parts: Parts): void {
    for (const insert of this.#inserts(text)) if (insert.mark.kind !== 'value') parts.mark(insert)
  }
}

function put(parts: Parts, segment: Segment): void {
  if (typeof segment === 'string') parts.static(segment)
  else parts.out.push(segment)
}
