import type { Comparand, Filter, Path, Value } from '#server/templates/compile/format.ts'
import { textOf } from './filters.ts'
import type { Run } from './run.ts'

/** The repetitions around a place in a template. */
export interface Scope {
  /** The name of its items, the path of its list, and how many repetitions are around it. */
  name: string
  list: Path
  depth: number
  outer: Scope | null
}

/** Finds a value in a run. */
export type Find = (run: Run) => unknown

function scopeOf(name: string, scope: Scope | null): Scope | null {
  let at = scope
  while (at && at.name !== name) at = at.outer
  return at
}

/** Own properties only: `constructor` and its like are not there. */
const own = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null && !Array.isArray(holder) && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined

/** Looks a path up from the innermost item of its first name, else from the data, else from what is built in. */
export function finder(path: Path, scope: Scope | null): Find {
  const [first = '', ...rest] = path
  const item = scopeOf(first, scope)
  const { depth } = item ?? { depth: -1 }
  const root: Find = item
    ? (run) => run.items[depth]
    : (run) => own(Object.hasOwn(run.data, first) ? run.data : run.builtIn, first)
  const [second] = rest
  if (second === undefined) return root
  if (rest.length === 1) return (run) => own(root(run), second)
  return (run) => rest.reduce(own, root(run))
}

/** A value's path in the data of a run: `order.items[1].name`. */
export function nameOf([first = '', ...rest]: Path, scope: Scope | null, run: Run): string {
  const item = scopeOf(first, scope)
  const start = item ? `${nameOf(item.list, item.outer, run)}[${run.indexes[item.depth]}]` : first
  return [start, ...rest].join('.')
}

/** A value as text; null: there is none, which is noted. */
export type ReadText = (run: Run) => string | null

export function textReader({ value: path, fallback, filter }: Value, scope: Scope | null): ReadText {
  const find = finder(path, scope)
  const written = filter && filtered(filter, scope)
  return (run) => {
    const value = find(run)
    if (typeof value === 'string' && (value !== '' || fallback === undefined)) {
      return written ? written(value, run) : value
    }
    if (typeof value === 'number' || typeof value === 'boolean') {
      return written ? written(value, run) : String(value)
    }
    const isAbsent = value === undefined || value === null || value === ''
    if (isAbsent && fallback !== undefined) return fallback
    const at = nameOf(path, scope, run)
    const message = isAbsent ? 'is required' : 'must be a text, a number or true or false'
    run.issues.set(at, { path: at, message })
    return null
  }
}

function filtered(
  filter: Filter,
  scope: Scope | null,
): (value: string | number | boolean, run: Run) => string {
  const currency =
    filter.name === 'money' && Array.isArray(filter.currency) ? finder(filter.currency, scope) : null
  return (value, run) => textOf(value, filter, run.reader, () => currency?.(run))
}

/** Whether a condition holds. A value is its own comparand's text, too: `1` is `"1"`. */
export function condition(path: Path, is: Comparand | undefined, not: true | undefined, scope: Scope | null) {
  const find = finder(path, scope)
  const holds = is === undefined ? (run: Run) => isSomething(find(run)) : (run: Run) => isThat(find(run), is)
  return not ? (run: Run) => !holds(run) : holds
}

/** Neither absent nor empty, 0 or false. */
export const isSomething = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value)

/** Equal, whether it came as a number or as its text. */
export const isThat = (value: unknown, is: Comparand): boolean =>
  value === is ||
  ((typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') &&
    String(value) === String(is))
