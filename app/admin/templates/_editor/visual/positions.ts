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

/**
 * The first node that asks for a value: a variable, a condition, a repeat or an address. `name` is its path from the data's
 * root, `items.[].name` inside a repeat of `items`; null: none does.
 */
export function positionOfName(doc: Node, name: string): { pos: number; node: Node } | null {
  const wanted = withoutItems(name)
  const find = (parent: Node, start: number, items: ReadonlyMap<string, string>): Found | null => {
    let pos = start
    for (let index = 0; index < parent.childCount; index++) {
      const node = parent.child(index)
      const around = itemsWithin(node, items)
      if (pathsOf(node).some((path) => [path, rooted(path, around)].includes(wanted))) return { pos, node }
      const inside = find(node, pos + 1, around)
      if (inside) return inside
      pos += node.nodeSize
    }
    return null
  }
  return find(doc, 0, new Map())
}

type Found = { pos: number; node: Node }

const repeatOf = (node: Node) => (node.type.name === 'repeat' ? node.attrs : node.attrs.repeat)

/** Of each item's name around and in a node, which list it is of. */
function itemsWithin(node: Node, items: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const repeat = repeatOf(node)
  return repeat?.path ? new Map([...items, [String(repeat.as), rooted(String(repeat.path), items)]]) : items
}

function pathsOf(node: Node): string[] {
  const { path, showIf, repeat, ...others } = node.attrs
  const links = node.marks.map(({ attrs }) => attrs.href)
  const addresses = [others.href, others.src, ...links].filter((one) => typeof one === 'string')
  return [
    ...[path, showIf?.path, repeat?.path].filter((one) => typeof one === 'string'),
    ...addresses.flatMap((one) =>
      Array.from(one.matchAll(/\{([^{}|]+)/g), (match) => String(match[1]).trim()),
    ),
  ]
}

function rooted(path: string, items: ReadonlyMap<string, string>): string {
  const [first = '', ...rest] = path.split('.')
  const list = items.get(first)
  return list === undefined ? path : [list, ...rest].join('.')
}

const withoutItems = (name: string) =>
  name
    .replaceAll('[]', '')
    .split('.')
    .filter((step) => step !== '')
    .join('.')

/** The repeats around a place, from the outermost to the innermost. */
export function repeatsAround(state: EditorState, at = state.selection.from): Around[] {
  const place = state.doc.resolve(at)
  return Array.from({ length: place.depth }, (_, index) => place.node(index + 1)).flatMap((node) => {
    const repeat = node.type.name === 'repeat' ? node.attrs : node.attrs.repeat
    return repeat?.path ? [{ path: String(repeat.path), as: String(repeat.as) }] : []
  })
}
