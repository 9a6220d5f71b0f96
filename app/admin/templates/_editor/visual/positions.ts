import type { Node } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'
import type { Around } from './known-variables.ts'

/** Where a node stands, by the indexes that lead to it; null when there is none any more. */
export function positionOf(doc: Node, indexes: readonly number[]): { pos: number; node: Node } | null {
  let node = doc
  let pos = -1
  for (const index of indexes) {
    if (index >= node.childCount) return null
    pos += 1
    for (let before = 0; before < index; before++) pos += node.child(before).nodeSize
    node = node.child(index)
  }
  return pos < 0 ? null : { pos, node }
}

/** The repeats around a place, from the outermost to the innermost. */
export function repeatsAround(state: EditorState, at = state.selection.from): Around[] {
  const place = state.doc.resolve(at)
  return Array.from({ length: place.depth }, (_, index) => place.node(index + 1)).flatMap((node) => {
    const repeat = node.type.name === 'repeat' ? node.attrs : node.attrs.repeat
    return repeat?.path ? [{ path: String(repeat.path), as: String(repeat.as) }] : []
  })
}
