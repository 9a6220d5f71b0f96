import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { type Mark, marksOf } from '../marks.ts'

type ChildNode = DefaultTreeAdapterTypes.ChildNode
export type Element = DefaultTreeAdapterTypes.Element

/** A piece of a mail's HTML: an element, words, a value, or a part that is shown only if or for each. */
export type Piece =
  | { kind: 'element'; element: Element; style: Record<string, string>; children: Piece[] }
  | { kind: 'text'; text: string }
  | { kind: 'value'; mark: Extract<Mark, { kind: 'value' }> }
  | { kind: 'if'; mark: Extract<Mark, { kind: 'if' }>; body: Piece[]; other: Piece[] | null }
  | { kind: 'each'; mark: Extract<Mark, { kind: 'each' }>; body: Piece[] }

const UNREAD = new Set(['head', 'style', 'script', 'title', 'noscript', 'template'])

/** Marks between tags become comments, since a parser moves text out of a table. */
function withComments(html: string): string {
  return html.replace(/<!--[\s\S]*?-->|<[^>]*>|[^<]+/g, (part) => {
    if (part.startsWith('<')) return part
    let out = ''
    let from = 0
    for (const { start, end, number } of marksOf(part)) {
      out += `${part.slice(from, start)}<!--mark ${number}-->`
      from = end
    }
    return out + part.slice(from)
  })
}

/** The body of a mail in pieces; what readers do not see is left out. */
export function piecesOf(html: string, marks: readonly Mark[]): Piece[] {
  return flow(parse(withComments(html)).childNodes, marks)
}

function flow(nodes: readonly ChildNode[], marks: readonly Mark[]): Piece[] {
  const root: Piece[] = []
  const open: { into: Piece[]; piece: Extract<Piece, { kind: 'if' | 'each' }> }[] = []
  let into = root
  for (const node of nodes) {
    if (node.nodeName === '#text') {
      into.push({ kind: 'text', text: (node as DefaultTreeAdapterTypes.TextNode).value })
    } else if (node.nodeName === '#comment') {
      const number = /^mark (\d+)$/.exec((node as DefaultTreeAdapterTypes.CommentNode).data)?.[1]
      const mark = number === undefined ? undefined : marks[Number(number)]
      if (!mark) continue
      if (mark.kind === 'value') into.push({ kind: 'value', mark })
      else if (mark.kind === 'end') into = open.pop()?.into ?? into
      else if (mark.kind === 'else') {
        const piece = open.at(-1)?.piece
        if (piece?.kind === 'if') {
          piece.other = []
          into = piece.other
        }
      } else {
        const piece: Extract<Piece, { kind: 'if' | 'each' }> =
          mark.kind === 'if' ? { kind: 'if', mark, body: [], other: null } : { kind: 'each', mark, body: [] }
        into.push(piece)
        open.push({ into, piece })
        into = piece.body
      }
    } else if ('tagName' in node && !UNREAD.has(node.tagName) && !isHidden(node)) {
      into.push({
        kind: 'element',
        element: node,
        style: styleOf(node),
        children: flow(node.childNodes, marks),
      })
    }
  }
  return root
}

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((attr) => attr.name === name)?.value

export const hasClass = (element: Element, name: string): boolean =>
  (attribute(element, 'class') ?? '').split(/\s+/).includes(name)

const isHidden = (element: Element): boolean =>
  attribute(element, 'data-skip-in-text') === 'true' || attribute(element, 'aria-hidden') === 'true'

const styleOf = (element: Element): Record<string, string> =>
  Object.fromEntries(
    (attribute(element, 'style') ?? '')
      .split(';')
      .map((declaration) => declaration.split(/:(.*)/s).map((part) => part.trim()))
      .filter(([name, value]) => name && value)
      .map(([name = '', value = '']) => [name.toLowerCase(), value]),
  )

const BLOCKS = new Set([
  ...[
    'address',
    'article',
    'blockquote',
    'body',
    'center',
    'div',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'html',
  ],
  ...[
    'img',
    'li',
    'main',
    'ol',
    'p',
    'pre',
    'section',
    'table',
    'tbody',
    'td',
    'tfoot',
    'th',
    'thead',
    'tr',
    'ul',
  ],
])

/** An anchor that has a ground of its own and room in it. */
export const isButton = (piece: Piece): boolean =>
  piece.kind === 'element' &&
  piece.element.tagName === 'a' &&
  ('background-color' in piece.style || 'background' in piece.style) &&
  Object.keys(piece.style).some((name) => name.startsWith('padding'))

/** Whether it stands on lines of its own. */
export function isBlock(piece: Piece): boolean {
  if (piece.kind === 'element') {
    return BLOCKS.has(piece.element.tagName) || isButton(piece) || piece.children.some(isBlock)
  }
  if (piece.kind === 'if') return [...piece.body, ...(piece.other ?? [])].some(isBlock)
  return piece.kind === 'each' && piece.body.some(isBlock)
}
