import type { Place } from '../problem.ts'
import { type Filter, mapInside, type Path, type Segment, type Value, type ValueContext } from './format.ts'

/** The step from a list to its items. */
export const ITEM = '[]'

/** A variable that a template uses, once for each place. */
export interface UsedVariable {
  /** From the data's root; `[]` is the step from a list to its items: `['order', 'items', '[]', 'name']`. */
  path: string[]
  /** Without it there is no mail. Those of conditions and repetitions never are. */
  required: boolean
  /** Where it is written; empty: it decides a condition, is repeated, or is the currency of another. */
  contexts: ValueContext[]
  where: Place | null
  /** Inside of a repetition: the path of its list, as `order.items`. */
  each?: string
}

/** An item of a list, and those around it. `list`: the list's path from the data's root. */
interface Item {
  name: string
  list: Path
  outer: Item | null
}

/** The path from the data's root, where it begins with the name of an item around it. */
function rooted(path: Path, items: Item | null): { path: Path; item: Item | null } {
  const [first = '', ...rest] = path
  let item = items
  while (item && item.name !== first) item = item.outer
  return item ? { path: [...item.list, ITEM, ...rest], item } : { path, item: null }
}

const inside = (segment: Segment, items: Item | null): Item | null =>
  typeof segment !== 'string' && 'each' in segment
    ? { name: segment.as, list: rooted(segment.each, items).path, outer: items }
    : items

/** The variables of segments, in their order. `placeOf` says where one was written, by its path as written. */
export function usedIn(segments: readonly Segment[], placeOf: (path: Path) => Place | null): UsedVariable[] {
  const used: UsedVariable[] = []
  const add = (path: Path, items: Item | null, more: Pick<UsedVariable, 'required' | 'contexts'>) => {
    const { path: fromRoot, item } = rooted(path, items)
    used.push({ path: fromRoot, ...more, where: placeOf(path), ...(item && { each: item.list.join('.') }) })
  }
  const read = (list: readonly Segment[], items: Item | null): void => {
    for (const segment of list) {
      if (typeof segment === 'string') continue
      if ('value' in segment) {
        const { value, context, fallback, filter } = segment
        add(value, items, { required: fallback === undefined, contexts: [context] })
        const currency = currencyPath(filter)
        if (currency) add(currency, items, { required: false, contexts: [] })
        continue
      }
      if ('if' in segment) add(segment.if, items, { required: false, contexts: [] })
      if ('each' in segment) add(segment.each, items, { required: false, contexts: [] })
      mapInside(segment, (held) => {
        read(held, inside(segment, items))
        return held
      })
    }
  }
  read(segments, null)
  return used
}

const currencyPath = (filter: Filter | undefined): Path | null =>
  filter?.name === 'money' && Array.isArray(filter.currency) ? filter.currency : null

/** The segments with each value as `map` makes it, which also takes the value's path from the data's root. */
export function mapValues(segments: readonly Segment[], map: (value: Value, path: Path) => Value): Segment[] {
  const mapped = (list: readonly Segment[], items: Item | null): Segment[] =>
    list.map((segment) => {
      if (typeof segment === 'string') return segment
      if ('value' in segment) return map(segment, rooted(segment.value, items).path)
      return mapInside(segment, (held) => mapped(held, inside(segment, items)))
    })
  return mapped(segments, null)
}

/** Gives what the schema makes optional its fallback. `fallbackOf` takes a path from the data's root. */
export const withFallbacks = (
  segments: readonly Segment[],
  fallbackOf: (path: Path) => string | undefined,
): Segment[] =>
  mapValues(segments, (value, path) => {
    if (value.fallback !== undefined) return value
    const fallback = fallbackOf(path)
    return fallback === undefined ? value : { ...value, fallback }
  })
