import {
  type Comparand,
  type Compiled,
  type Filter,
  mapInside,
  type Path,
  type Segment,
  type ValueContext,
} from '../compile/format.ts'
import { ITEM } from '../compile/used.ts'

/** A path from the data's root; `items`, `[]`, `name` is the name of each item. */
export type Steps = string[]

/** Known to every template without being in the data. */
export const BUILT_IN: ReadonlySet<string> = new Set(['recipient', 'app', 'unsubscribe_url'])

/** Something in the data that a compiled template looks at. */
export type Use =
  | { kind: 'value'; at: Steps; context: ValueContext; filter: Filter | undefined; required: boolean }
  | { kind: 'currency'; at: Steps }
  | { kind: 'if'; at: Steps; is: Comparand | undefined }
  | { kind: 'each'; at: Steps }

type Scope = ReadonlyMap<string, Steps>

/** What of the data the subject, the HTML and the text look at; of each kind at a path the first. Built-in names are left out. */
export function usesOf({ subject, html, text }: Compiled): Use[] {
  const found = new Map<string, Use>()
  for (const segments of [html, text, subject]) {
    for (const use of usesIn(segments, new Map())) {
      if (BUILT_IN.has(use.at[0] ?? '')) continue
      const key = JSON.stringify([use.kind, use.at, use.kind === 'if' ? use.is : null])
      const before = found.get(key)
      if (!before) found.set(key, use)
      else if (before.kind === 'value' && use.kind === 'value' && use.required) before.required = true
    }
  }
  return [...found.values()]
}

function* usesIn(segments: readonly Segment[], scope: Scope): Generator<Use> {
  for (const segment of segments) {
    if (typeof segment === 'string') continue
    if ('value' in segment) {
      const { value, context, filter, fallback } = segment
      yield { kind: 'value', at: resolve(value, scope), context, filter, required: fallback === undefined }
      if (filter?.name === 'money' && Array.isArray(filter.currency)) {
        yield { kind: 'currency', at: resolve(filter.currency, scope) }
      }
      continue
    }
    let within = scope
    if ('if' in segment) yield { kind: 'if', at: resolve(segment.if, scope), is: segment.is }
    if ('each' in segment) {
      const at = resolve(segment.each, scope)
      yield { kind: 'each', at }
      within = new Map([...scope, [segment.as, [...at, ITEM]]])
    }
    const held: Segment[][] = []
    mapInside(segment, (inside) => {
      held.push(inside)
      return inside
    })
    for (const inside of held) yield* usesIn(inside, within)
  }
}

function resolve([first = '', ...rest]: Path, scope: Scope): Steps {
  return [...(scope.get(first) ?? [first]), ...rest]
}

/** `items[].name` */
export const stepsText = (steps: Steps): string => steps.join('.').replaceAll(`.${ITEM}`, ITEM)
