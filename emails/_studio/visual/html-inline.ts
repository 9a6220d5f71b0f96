import { type Mark, marksOf } from '../marks.ts'
import { wrongAddress } from './attributes.ts'
import { attribute, type Piece } from './html-flow.ts'
import type { Condition, DocNode } from './types.ts'

type Format = NonNullable<DocNode['marks']>[number]

const FORMATS: Record<string, string> = {
  strong: 'bold',
  b: 'bold',
  em: 'italic',
  i: 'italic',
  u: 'underline',
  s: 'strike',
  del: 'strike',
  code: 'code',
}

export const variableOf = ({ path, fallback, filter }: Extract<Mark, { kind: 'value' }>): DocNode => ({
  type: 'variable',
  attrs: { path: path.join('.'), fallback: fallback ?? null, format: filter ?? null },
})

export const conditionOf = (mark: Extract<Mark, { kind: 'if' }>, turned = false): Condition => ({
  path: mark.path.join('.'),
  is: mark.is ?? null,
  not: Boolean(mark.not) !== turned,
})

/** An address with `{path}` where it had marks; '' for one that a mail may not lead to. */
export function addressOf(text: string | undefined, marks: readonly Mark[], images = false): string {
  let out = ''
  let from = 0
  for (const { start, end, number } of marksOf(text ?? '')) {
    const mark = marks[number]
    out += (text ?? '').slice(from, start)
    if (mark?.kind === 'value') {
      out += `{${mark.path.join('.')}${mark.fallback === undefined ? '' : `|${mark.fallback}`}}`
    }
    from = end
  }
  const address = out + (text ?? '').slice(from)
  return wrongAddress(address, images) === null ? address : ''
}

/**
 * The inline content of pieces, once for each outcome of the conditions in them: a document has no condition inside of
 * a line, so a line with one becomes two, of which one is shown.
 */
export function linesOf(pieces: readonly Piece[], marks: readonly Mark[]): Line {
  const at = pieces.findIndex((piece) => piece.kind === 'if')
  const piece = pieces[at]
  if (piece?.kind === 'if') {
    const [before, after] = [pieces.slice(0, at), pieces.slice(at + 1)]
    return {
      mark: piece.mark,
      shown: linesOf([...before, ...piece.body, ...after], marks),
      other: linesOf([...before, ...(piece.other ?? []), ...after], marks),
    }
  }
  return trimmed(pieces.flatMap((one) => inline(one, marks, [])))
}

export type Line = DocNode[] | { mark: Extract<Mark, { kind: 'if' }>; shown: Line; other: Line }

function inline(piece: Piece, marks: readonly Mark[], formats: Format[]): DocNode[] {
  const formatted = formats.length > 0 ? { marks: formats } : {}
  switch (piece.kind) {
    case 'text': {
      const text = piece.text.replace(/[\t\n\r ]+/g, ' ')
      return text === '' ? [] : [{ type: 'text', text, ...formatted }]
    }
    case 'value':
      return [{ ...variableOf(piece.mark), ...formatted }]
    case 'if':
    case 'each':
      return piece.body.flatMap((one) => inline(one, marks, formats))
    case 'element': {
      const { tagName } = piece.element
      if (tagName === 'br') return [{ type: 'hardBreak' }]
      const own: Format[] = []
      const name = FORMATS[tagName]
      if (name && !formats.some(({ type }) => type === name)) own.push({ type: name })
      const href = tagName === 'a' ? addressOf(attribute(piece.element, 'href'), marks) : ''
      if (href !== '') own.push({ type: 'link', attrs: { href } })
      const isBold = Number(piece.style['font-weight']) >= 600 && tagName === 'span'
      if (isBold && !formats.some(({ type }) => type === 'bold')) own.push({ type: 'bold' })
      return piece.children.flatMap((child) => inline(child, marks, [...formats, ...own]))
    }
  }
}

/** Without spaces at its ends and doubled ones inside. */
function trimmed(nodes: DocNode[]): DocNode[] {
  const out: DocNode[] = []
  for (const node of nodes) {
    const last = out.at(-1)
    const isAtStart = !last || last.type === 'hardBreak' || (last.type === 'text' && last.text?.endsWith(' '))
    const text = node.type === 'text' && isAtStart ? (node.text ?? '').replace(/^ /, '') : node.text
    if (node.type === 'text' && text === '') continue
    const isSame = last?.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(node.marks)
    if (node.type === 'text' && isSame) last.text = `${last.text}${text}`
    else out.push(node.type === 'text' ? { ...node, text: text ?? '' } : node)
  }
  const last = out.at(-1)
  if (last?.type === 'text') {
    last.text = (last.text ?? '').replace(/ $/, '')
    if (last.text === '') out.pop()
  }
  while (out.at(-1)?.type === 'hardBreak') out.pop()
  return out
}
