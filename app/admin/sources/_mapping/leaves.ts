import { childPath, entriesOf } from '#app/_components/json-rows.ts'

export interface Leaf {
  path: string
  /** Its value, for a person. */
  text: string
}

/** Texts and numbers of a JSON value with their paths, the outermost first; at most so many. */
export function leavesOf(root: unknown, most: number): Leaf[] {
  const leaves: Leaf[] = []
  const level: { value: unknown; path: string }[] = [{ value: root, path: '' }]
  // Grows while it is walked: level by level.
  for (const { value, path } of level) {
    for (const [name, child] of entriesOf(value) ?? []) {
      if (leaves.length >= most) return leaves
      const its = childPath(path, name)
      if (typeof child === 'string' || typeof child === 'number')
        leaves.push({ path: its, text: String(child) })
      else if (typeof child === 'object' && level.length < most) level.push({ value: child, path: its })
    }
  }
  return leaves
}
