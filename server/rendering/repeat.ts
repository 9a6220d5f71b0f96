import type { Each } from '#server/templates/compile/format.ts'
import { finder, nameOf, type Scope } from './find.ts'
import type { Run } from './run.ts'

/** The scope inside of a repetition. */
export const itemScope = ({ as, each }: Each, outer: Scope | null): Scope => ({
  name: as,
  list: each,
  depth: outer ? outer.depth + 1 : 0,
  outer,
})

/** Calls `body` once for each item, which the run is at then. */
export function repetition({ each }: Each, scope: Scope | null): (run: Run, body: () => void) => void {
  const find = finder(each, scope)
  const depth = scope ? scope.depth + 1 : 0
  return (run, body) => {
    const list = find(run)
    if (list === undefined || list === null) return
    if (!Array.isArray(list)) {
      const at = nameOf(each, scope, run)
      run.issues.set(at, { path: at, message: 'must be a list' })
      return
    }
    // Lists in lists of much data end, too.
    for (let i = 0; i < list.length; i++) {
      run.take(1)
      run.items[depth] = list[i]
      run.indexes[depth] = i
      body()
    }
  }
}
