import { containers } from '#server/ingest/normalise.ts'
import { SENSITIVE, type Variables } from '../compile/declared.ts'

/** What stands where a sensitive value is not shown. */
export const HIDDEN = '•••'

/** Stands in a path for “of each item”. */
const EACH = '[]'

type Schema = Record<string, unknown>
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The paths of the variables that a schema calls sensitive (`"sensitive": true`); of lists through `[]`. */
export function sensitivePaths(variables: Variables | null): string[][] {
  const found: string[][] = []
  const walk = (schema: unknown, path: string[]) => {
    if (!isObject(schema)) return
    if (schema[SENSITIVE] === true && path.length > 0) {
      found.push(path)
      return
    }
    const { properties, items } = schema as Schema
    if (isObject(properties)) {
      for (const [name, inner] of Object.entries(properties)) walk(inner, [...path, name])
    }
    if (items !== undefined) walk(items, [...path, EACH])
  }
  walk(variables, [])
  return found
}

/** `items[].pin` */
export const sensitiveName = (path: readonly string[]): string => path.join('.').replaceAll(`.${EACH}`, EACH)

/** What a digest's template calls sensitive of the events that it lists, also as each of these has it: `items[].pin`, `pin`. */
export const pathsInEvents = (paths: readonly string[][]): string[][] =>
  paths.flatMap((path) => {
    const [list, each, ...inEvent] = path
    return list === 'items' && each === EACH && inEvent.length > 0 ? [path, inEvent] : [path]
  })

/** Data with what stands at these paths hidden: a copy where there is something to hide. What is absent stays absent. */
export function hidden(
  data: Record<string, unknown>,
  paths: readonly (readonly string[])[],
): Record<string, unknown> {
  let result: unknown = data
  for (const path of paths) result = hiddenAt(result, path)
  return result as Record<string, unknown>
}

function hiddenAt(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value === null || value === undefined ? value : hiddenAll(value)
  if (step === EACH) return Array.isArray(value) ? value.map((item) => hiddenAt(item, rest)) : value
  if (!isObject(value) || !Object.hasOwn(value, step)) return value
  return { ...value, [step]: hiddenAt(value[step], rest) }
}

/** A sensitive object or list keeps its shape, so that templates that repeat or look into it still can. */
function hiddenAll(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hiddenAll)
  if (!isObject(value)) return value === null ? null : HIDDEN
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hiddenAll(inner)]))
}

/** Where an event's data may stand in a payload (`server/ingest/event-data.ts`). */
const CONTAINERS = [...containers, 'message_data']

/** A stored payload with these variables hidden, wherever of it they may have been read from. */
export function hiddenPayload(
  payload: Record<string, unknown>,
  paths: readonly (readonly string[])[],
): Record<string, unknown> {
  if (paths.length === 0) return payload
  const result = hidden(payload, paths)
  const inside = CONTAINERS.filter((name) => isObject(result[name]))
  if (inside.length === 0) return result
  return {
    ...result,
    ...Object.fromEntries(
      inside.map((name) => [name, hidden(result[name] as Record<string, unknown>, paths)]),
    ),
  }
}
