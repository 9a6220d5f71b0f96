import type { Mark } from '../marks.ts'
import { checkDocument } from './check.ts'
import { attribute, hasClass, isBlock, isButton, type Piece, piecesOf } from './html-flow.ts'
import { addressOf, conditionOf, type Line, linesOf } from './html-inline.ts'
import { rowsOf } from './html-table.ts'
import type { DocNode } from './types.ts'

type ElementPiece = Extract<Piece, { kind: 'element' }>

/**
 * Turns a mail's HTML into a document of the visual editor: words, headings, lists, buttons, images and tables stay,
 * what frames them (the card, the brand, the footer) goes, since the theme has its own.
 *
 * @param html as React Email renders it, with marks in place of values where there are any
 * @param marks by their numbers
 * @throws an Error when no document comes of it; HTML of our own templates always gives one
 */
export function documentFromHtml(html: string, marks: readonly Mark[]): DocNode {
  const pieces = piecesOf(html, marks)
  const card = find(pieces, ({ element }) => hasClass(element, 'card'))
  const blocks = new Converter(marks).blocks(card ? card.children : pieces)
  const { doc, problems } = checkDocument({
    type: 'doc',
    content: blocks.length > 0 ? blocks : [{ type: 'paragraph' }],
  })
  if (!doc) throw new Error(`This mail can not be edited visually: ${problems[0]?.message ?? 'unknown'}`)
  return doc
}

function find(pieces: readonly Piece[], isWanted: (piece: ElementPiece) => boolean): ElementPiece | null {
  for (const piece of pieces) {
    if (piece.kind !== 'element') continue
    const found = isWanted(piece) ? piece : find(piece.children, isWanted)
    if (found) return found
  }
  return null
}

/** Of a table for layout, the cells by their rows. */
function cellsOf(pieces: readonly Piece[]): ElementPiece[][] {
  return pieces.flatMap((piece) => {
    if (piece.kind !== 'element') return []
    if (piece.element.tagName !== 'tr') return cellsOf(piece.children)
    return [
      piece.children.filter(
        (cell): cell is ElementPiece =>
          cell.kind === 'element' && ['td', 'th'].includes(cell.element.tagName),
      ),
    ]
  })
}

const px = (text: string | undefined): number => Number.parseFloat(text ?? '') || 0
const alignOf = (piece: ElementPiece): string | null => {
  const align = piece.style['text-align'] ?? attribute(piece.element, 'align')
  return align === 'center' || align === 'right' ? align : null
}

class Converter {
  readonly #marks: readonly Mark[]

  constructor(marks: readonly Mark[]) {
    this.#marks = marks
  }

  blocks(pieces: readonly Piece[]): DocNode[] {
    const out: DocNode[] = []
    let line: Piece[] = []
    const flush = () => {
      if (line.length > 0) out.push(...this.#text('paragraph', {}, line))
      line = []
    }
    for (const piece of pieces) {
      if (isBlock(piece)) {
        flush()
        out.push(...this.#block(piece))
      } else line.push(piece)
    }
    flush()
    return out
  }

  #block(piece: Piece): DocNode[] {
    if (piece.kind === 'if') {
      const body = this.blocks(piece.body)
      const other = piece.other ? this.blocks(piece.other) : []
      if (body.length === 0) {
        return other.length > 0
          ? [{ type: 'showIf', attrs: { ...conditionOf(piece.mark, true) }, content: other }]
          : []
      }
      const otherwise = other.length > 0 ? [{ type: 'otherwise', content: other }] : []
      return [{ type: 'showIf', attrs: { ...conditionOf(piece.mark) }, content: [...body, ...otherwise] }]
    }
    if (piece.kind === 'each') {
      const content = this.blocks(piece.body)
      const attrs = { path: piece.mark.path.join('.'), as: piece.mark.as }
      return content.length > 0 ? [{ type: 'repeat', attrs, content }] : []
    }
    return piece.kind === 'element' ? this.#element(piece) : []
  }

  #element(piece: ElementPiece): DocNode[] {
    const { element, children } = piece
    if (isButton(piece)) return this.#button(piece)
    switch (element.tagName) {
      case 'h1':
      case 'h2':
      case 'h3':
        return this.#text('heading', { level: Number(element.tagName[1]), align: alignOf(piece) }, children)
      case 'h4':
      case 'h5':
      case 'h6':
        return this.#text('heading', { level: 3, align: alignOf(piece) }, children)
      case 'p':
        return this.#text('paragraph', { align: alignOf(piece), look: lookOf(piece) }, children)
      case 'ul':
      case 'ol':
        return this.#list(piece)
      case 'blockquote': {
        const content = this.blocks(children)
        return content.length > 0 ? [{ type: 'blockquote', content }] : []
      }
      case 'hr':
        return [{ type: 'horizontalRule' }]
      case 'img':
        return this.#image(piece)
      case 'table':
        return this.#table(piece)
      default:
        return this.blocks(children)
    }
  }

  /** A line of text, in as many blocks as its conditions make of it. */
  #text(type: string, attrs: Record<string, unknown>, pieces: readonly Piece[]): DocNode[] {
    const written = (line: Line): DocNode[] => {
      if (Array.isArray(line)) return line.length > 0 ? [{ type, attrs, content: line }] : []
      const [shown, other] = [written(line.shown), written(line.other)]
      if (shown.length === 0 && other.length === 0) return []
      if (shown.length === 0)
        return [{ type: 'showIf', attrs: { ...conditionOf(line.mark, true) }, content: other }]
      const otherwise = other.length > 0 ? [{ type: 'otherwise', content: other }] : []
      return [{ type: 'showIf', attrs: { ...conditionOf(line.mark) }, content: [...shown, ...otherwise] }]
    }
    return written(linesOf(pieces, this.#marks))
  }

  #button({ element, children }: ElementPiece): DocNode[] {
    const line = linesOf(children, this.#marks)
    const content = (Array.isArray(line) ? line : [])
      .filter(({ type }) => type === 'text' || type === 'variable')
      .map(({ marks: _, ...node }) => node)
    return [{ type: 'button', attrs: { href: addressOf(attribute(element, 'href'), this.#marks) }, content }]
  }

  #image({ element, style }: ElementPiece): DocNode[] {
    const src = addressOf(attribute(element, 'src'), this.#marks, true)
    const width = Math.round(px(attribute(element, 'width')) || px(style.width))
    const alt = (attribute(element, 'alt') ?? '').replace(/[\uE000-\uE01F]/g, '').slice(0, 500)
    return src === ''
      ? []
      : [{ type: 'image', attrs: { src, alt, width: width >= 8 && width <= 1200 ? width : null } }]
  }

  #list({ element, children }: ElementPiece): DocNode[] {
    const items = rowsOf(children, 'li').map(({ piece, repeat, showIf }) => {
      const inside = this.blocks(piece.children)
      const content = inside[0]?.type === 'paragraph' ? inside : [{ type: 'paragraph' }, ...inside]
      return { type: 'listItem', attrs: { repeat, showIf }, content }
    })
    return items.length > 0
      ? [{ type: element.tagName === 'ol' ? 'orderedList' : 'bulletList', content: items }]
      : []
  }

  #table(piece: ElementPiece): DocNode[] {
    const { element } = piece
    const isData =
      attribute(element, 'role') !== 'presentation' || attribute(element, 'data-text-format') === 'dataTable'
    return isData ? this.#dataTable(piece) : this.#layout(piece)
  }

  #dataTable({ children }: ElementPiece): DocNode[] {
    const rows = rowsOf(children, 'tr').map(({ piece, repeat, showIf }) => {
      const content = cellsOf([piece])
        .flat()
        .map((cell) => {
          const inside = this.blocks(cell.children)
          const colspan = Math.min(20, Math.max(1, Number(attribute(cell.element, 'colspan')) || 1))
          return {
            type: cell.element.tagName === 'th' ? 'tableHeader' : 'tableCell',
            attrs: { align: alignOf(cell), colspan },
            content: inside.length > 0 ? inside : [{ type: 'paragraph' }],
          }
        })
      return { type: 'tableRow', attrs: { repeat, showIf }, content }
    })
    const filled = rows.filter(({ content }) => content.length > 0)
    return filled.length > 0 ? [{ type: 'table', content: filled }] : []
  }

  /** One cell: what is in it; several side by side: columns; with a ground or a border: a section. */
  #layout({ element, style, children }: ElementPiece): DocNode[] {
    const rows = cellsOf(children).map((cells) =>
      cells.map((cell) => this.blocks(cell.children)).filter((content) => content.length > 0),
    )
    const content = rows.flatMap((cells): DocNode[] => {
      if (cells.length < 2 || cells.length > 4) return cells.flat()
      return [{ type: 'columns', content: cells.map((inside) => ({ type: 'column', content: inside })) }]
    })
    const isWide = attribute(element, 'width') === '100%'
    const isFramed =
      hasClass(element, 'panel') || ('border' in style && !/^(?:0|none)/.test(style.border ?? ''))
    if (!isWide || !isFramed || content.length === 0) return content
    const background = /^#[0-9a-f]{6}$/i.test(style['background-color'] ?? '')
      ? style['background-color']
      : null
    return [{ type: 'section', attrs: { background, border: true }, content }]
  }
}

function lookOf({ element, style }: ElementPiece): string | null {
  const size = px(style['font-size'])
  if (size >= 18) return 'large'
  if (size > 0 && size <= 12) return 'small'
  return hasClass(element, 'muted') ? 'muted' : null
}
