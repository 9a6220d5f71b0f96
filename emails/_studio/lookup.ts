/** The item that an <Each> is at, inside of those around it. */
export interface Scope {
  name: string
  value: unknown
  outer: Scope | null
}

/** The value at a path, undefined when there is none. */
export type Lookup = (path: readonly string[], at: Scope | null) => unknown

/** Finds values as `server/rendering/compiled.ts` does: own properties of objects only, the data before what is built in. */
export function lookupIn(data: unknown, builtIn: unknown): Lookup {
  return ([first = '', ...rest], at) => {
    let scope = at
    while (scope && scope.name !== first) scope = scope.outer
    const start = scope ? scope.value : own(has(data, first) ? data : builtIn, first)
    return rest.reduce(own, start)
  }
}

const has = (holder: unknown, name: string): boolean =>
  typeof holder === 'object' && holder !== null && !Array.isArray(holder) && Object.hasOwn(holder, name)

const own = (holder: unknown, name: string): unknown =>
  has(holder, name) ? (holder as Record<string, unknown>)[name] : undefined

/** Whether a condition holds: the value is `is`, or, with none given, is something. */
export function something(value: unknown, is: string | number | boolean | undefined): boolean {
  if (is !== undefined) return value === is
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
