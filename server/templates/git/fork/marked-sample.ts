import { type Mark, markText } from '../../../../emails/_studio/marks.ts'

/** A sample of an event's data with a mark in place of each value, so that the mail shows where each goes. */
export interface MarkedSample {
  data: Record<string, unknown>
  marks: Mark[]
  /** Lists, of which the data holds one item. */
  lists: { path: string[]; as: string }[]
  /** Lists of plain values, which a repeat has no place for: they are not in the data. */
  dropped: string[]
}

const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/
const DATE = /^\d{4}-\d\d-\d\d$/

/** Says which event it is; its mails are of that one. */
const KEPT = ['event_type']

/** An address that stands for a mark: one that is none would be left out of the mail. */
const addressOf = (number: number) => `https://m${number}.invalid/`
const ADDRESS = /https:\/\/m(\d+)\.invalid\//g

/** The marks that addresses stand for. */
export const withoutAddresses = (html: string): string =>
  html.replace(ADDRESS, (_, number: string) => markText(Number(number)))

/** Marks a sample; `app` and whom it is for are not in it. */
export function markedSample(sample: Record<string, unknown>): MarkedSample {
  const marks: Mark[] = []
  const lists: MarkedSample['lists'] = []
  const dropped: string[] = []

  function put(value: string | number, path: string[], inList: boolean): string {
    const number = marks.length
    const filter =
      typeof value !== 'string'
        ? undefined
        : TIME.test(value)
          ? { name: 'datetime' as const }
          : DATE.test(value)
            ? { name: 'date' as const }
            : undefined
    marks.push({ kind: 'value', path, ...(filter && { filter }), ...(inList && { fallback: '' }) })
    return typeof value === 'string' && /^https?:\/\//.test(value) ? addressOf(number) : markText(number)
  }

  function walk(value: unknown, path: string[], inList: boolean): unknown {
    if (typeof value === 'string' || typeof value === 'number') {
      return KEPT.includes(path.join('.')) ? value : put(value, path, inList)
    }
    if (Array.isArray(value)) {
      const [first] = value
      if (inList || typeof first !== 'object' || first === null) {
        dropped.push(path.join('.'))
        return undefined
      }
      const as = lists.length === 0 ? 'item' : `item${lists.length + 1}`
      lists.push({ path, as })
      return [walk(first, [as], true)]
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, walk(inner, [...path, name], inList)]),
    )
  }

  const data = walk(sample, [], false) as Record<string, unknown>
  return { data, marks, lists, dropped }
}

/** The data with so many items in each of its lists, all alike. */
export function withItems({ data, lists }: MarkedSample, count: number): Record<string, unknown> {
  const copy = structuredClone(data)
  for (const { path } of lists) {
    const last = path.at(-1) ?? ''
    const holder = path
      .slice(0, -1)
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], copy)
    const list = holder as Record<string, unknown[]>
    list[last] = Array.from({ length: count }, () => list[last]?.[0])
  }
  return copy
}

/** The value of the fields that `withUnknown` adds. */
export const UNKNOWN = 'a value of no sample'

/** The data with a field in each of its objects that no sample has. */
export function withUnknown(data: Record<string, unknown>): Record<string, unknown> {
  const inner = Object.entries(data).map(([name, value]) => [
    name,
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? withUnknown(value as Record<string, unknown>)
      : value,
  ])
  return { ...Object.fromEntries(inner), a_field_of_no_sample: UNKNOWN }
}
