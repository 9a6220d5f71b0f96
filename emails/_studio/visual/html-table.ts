import type { Piece } from './html-flow.ts'
import { conditionOf } from './html-inline.ts'
import type { Condition, Repeat } from './types.ts'

type ElementPiece = Extract<Piece, { kind: 'element' }>

interface Row {
  piece: ElementPiece
  repeat: Repeat | null
  showIf: Condition | null
}

/** The rows of a table or the items of a list, each with the repeat and the condition that stand around it. */
export function rowsOf(
  pieces: readonly Piece[],
  tag: 'tr' | 'li',
  around: Omit<Row, 'piece'> = { repeat: null, showIf: null },
): Row[] {
  return pieces.flatMap((piece): Row[] => {
    switch (piece.kind) {
      case 'element':
        return piece.element.tagName === tag ? [{ piece, ...around }] : rowsOf(piece.children, tag, around)
      case 'each':
        return rowsOf(piece.body, tag, {
          ...around,
          repeat: { path: piece.mark.path.join('.'), as: piece.mark.as },
        })
      case 'if':
        return [
          ...rowsOf(piece.body, tag, { ...around, showIf: conditionOf(piece.mark) }),
          ...rowsOf(piece.other ?? [], tag, { ...around, showIf: conditionOf(piece.mark, true) }),
        ]
      default:
        return []
    }
  })
}
