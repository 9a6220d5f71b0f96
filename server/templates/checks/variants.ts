import type { Comparand } from '../compile/format.ts'
import { completed, setAt } from './sample-data.ts'
import { type Steps, stepsText, type Use } from './uses.ts'

/** One way the data may be, and what is special about it, for a person. */
export interface Variant {
  label: string
  data: Record<string, unknown>
}

/**
 * The data of a fixture, and from it every condition both ways and every list with none, one and two items. `fits`: of
 * several ways to switch a condition off the first that it takes is chosen; what it never takes is left out.
 */
export function variantsOf(
  { data, sample, uses }: { data: Record<string, unknown>; sample: unknown; uses: readonly Use[] },
  fits: (data: Record<string, unknown>) => boolean,
): Variant[] {
  const full = completed(data, sample) as Record<string, unknown>
  const changed = (at: Steps, value: unknown) => {
    const copy = structuredClone(full)
    setAt(copy, at, value)
    return copy
  }
  const variants: Variant[] = [{ label: '', data }]
  const add = (label: string, tries: readonly Record<string, unknown>[]) => {
    const chosen = tries.find(fits)
    if (chosen) variants.push({ label, data: chosen })
  }
  add('with everything', [full])
  const optional = uses.filter((use) => use.kind === 'value' && !use.required)
  const bare = structuredClone(full)
  for (const use of optional) setAt(bare, use.at, undefined)
  if (optional.length > 0) add('without what is optional', [bare])
  for (const use of uses) {
    const name = stepsText(use.at)
    if (use.kind === 'if') {
      const on = use.is === undefined ? [] : [use.is]
      add(
        `with ${name}${use.is === undefined ? '' : ` = ${use.is}`}`,
        on.map((value) => changed(use.at, value)),
      )
      add(
        use.is === undefined ? `without ${name}` : `with another ${name} than ${use.is}`,
        offs(use.is).map((value) => changed(use.at, value)),
      )
    } else if (use.kind === 'each') {
      const list = at(full, use.at)
      const first = Array.isArray(list) ? list[0] : undefined
      for (const count of [0, 1, 2]) {
        const items = Array.from({ length: count }, () => structuredClone(first ?? {}))
        add(`with ${count} of ${name}`, [changed(use.at, items)])
      }
    }
  }
  return distinct(variants)
}

/** What switches a condition off, the plainest first. */
function offs(is: Comparand | undefined): unknown[] {
  if (is === undefined) return [undefined, '', false, 0]
  if (typeof is === 'boolean') return [!is, undefined]
  return typeof is === 'number' ? [is + 1, undefined] : [`${is}-not`, undefined]
}

function at(data: unknown, steps: Steps): unknown {
  let value = data
  for (const step of steps) {
    if (Array.isArray(value)) value = value[0]
    else if (typeof value === 'object' && value !== null) value = (value as Record<string, unknown>)[step]
    else return undefined
  }
  return value
}

function distinct(variants: readonly Variant[]): Variant[] {
  const seen = new Map<string, Variant>()
  for (const variant of variants) {
    const key = JSON.stringify(variant.data)
    if (!seen.has(key)) seen.set(key, variant)
  }
  return [...seen.values()]
}
