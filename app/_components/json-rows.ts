/** One line of a `JsonTree`. */
export interface JsonRow {
  /** From the root, as errors name fields: `data.items[0].price`. */
  path: string
  /** The last part of it; a number within an array. */
  name: string | number
  /** 1 for the outermost. */
  level: number
  /** Place among its siblings from 1, and how many they are. */
  position: number
  siblings: number
  value: unknown
  /** Children of an object or array; undefined for what has none by its nature. */
  size?: number
  open: boolean
  /** This line stands for so many that are not shown yet. */
  hidden?: number
}

/** Children of one object or array that are shown before “Show more”. */
export const childrenShown = 100

const plainName = /^[A-Za-z_$][\w$]*$/

export function childPath(path: string, name: string | number): string {
  if (typeof name === 'number') return `${path}[${name}]`
  if (!plainName.test(name)) return `${path}[${JSON.stringify(name)}]`
  return path ? `${path}.${name}` : name
}

export function entriesOf(value: unknown): Array<[string | number, unknown]> | undefined {
  if (Array.isArray(value)) return value.map((item, at) => [at, item])
  if (typeof value === 'object' && value !== null) return Object.entries(value)
  return undefined
}

/** Paths of all objects and arrays that have children, down to `depth` levels. */
export function openPaths(value: unknown, depth = Number.POSITIVE_INFINITY, path = ''): string[] {
  const entries = entriesOf(value)
  if (!entries || entries.length === 0 || depth < 0) return []
  const below = entries.flatMap(([name, child]) => openPaths(child, depth - 1, childPath(path, name)))
  return path ? [path, ...below] : below
}

/**
 * The lines that are to be seen, in order.
 * `open` holds the paths of what is unfolded; `full` those whose children are shown without a limit.
 */
export function jsonRows(root: unknown, open: ReadonlySet<string>, full: ReadonlySet<string>): JsonRow[] {
  const rows: JsonRow[] = []
  const walk = (value: unknown, path: string, level: number) => {
    const entries = entriesOf(value) ?? []
    const shown = full.has(path) ? entries : entries.slice(0, childrenShown)
    const hidden = entries.length - shown.length
    const siblings = shown.length + (hidden > 0 ? 1 : 0)
    shown.forEach(([name, child], at) => {
      const its = childPath(path, name)
      const size = entriesOf(child)?.length
      const unfolded = size !== undefined && size > 0 && open.has(its)
      const row = { path: its, name, level, position: at + 1, siblings, value: child, open: unfolded }
      rows.push(size === undefined ? row : { ...row, size })
      if (unfolded) walk(child, its, level + 1)
    })
    if (hidden > 0) {
      rows.push({
        path,
        name: '…',
        level,
        position: siblings,
        siblings,
        value: undefined,
        open: false,
        hidden,
      })
    }
  }
  walk(root, '', 1)
  return rows
}
