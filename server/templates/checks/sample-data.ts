import type { Variables } from '../compile/declared.ts'
import { ITEM } from '../compile/used.ts'
import type { Steps, Use } from './uses.ts'

type Schema = Record<string, unknown>
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Data in which everything that a template looks at is there: by its schema, else by how it is used. */
export function sampleData(uses: readonly Use[], variables: Variables | null): Record<string, unknown> {
  const data: Record<string, unknown> = {}
  // What holds others comes first, so that no text takes its place.
  const holders = new Set(
    uses.flatMap(({ at }) => at.slice(0, -1).map((_, i) => at.slice(0, i + 1).join('.'))),
  )
  const order = ['each', 'value', 'currency', 'if']
  for (const use of uses.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))) {
    if (use.kind === 'each') setAt(data, use.at, [{}, {}], false)
    else if (!holders.has(use.at.join('.')))
      setAt(data, use.at, sampleOf(use, schemaAt(variables, use.at)), false)
  }
  return data
}

function sampleOf(use: Use, schema: Schema | null): unknown {
  const said = schema && saidBy(schema)
  if (said !== null && said !== undefined) return said
  if (use.kind === 'currency') return 'EUR'
  if (use.kind === 'if') return use.is ?? true
  if (use.kind === 'each') return []
  const { filter, context } = use
  if (filter?.name === 'number' || filter?.name === 'money') return 42
  if (filter?.name === 'date' || filter?.name === 'time' || filter?.name === 'datetime') return WHEN
  if (context === 'link' || context === 'link-text' || context === 'enclosed-link') return LINK
  return context === 'css' ? '#336699' : 'Example'
}

const WHEN = '2026-01-02T15:04:05Z'
const LINK = 'https://example.com/page'
const FORMATS: Record<string, string> = {
  uri: LINK,
  email: 'ada@example.com',
  'date-time': WHEN,
  date: '2026-01-02',
  time: '15:04:05Z',
}

/** A value that the schema gives or allows; null: it says nothing of it. */
function saidBy(schema: Schema): unknown {
  const { examples, enum: allowed, const: only, default: usual, format, minimum } = schema
  const given = [
    only,
    Array.isArray(examples) ? examples[0] : undefined,
    usual,
    Array.isArray(allowed) ? allowed[0] : undefined,
  ]
  const first = given.find((value) => value !== undefined && value !== '')
  if (first !== undefined) return first
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return typeof minimum === 'number' ? Math.max(minimum, 42) : 42
  if (type === 'string') return FORMATS[String(format)] ?? null
  return null
}

/** What the schema says of a place; null: nothing. */
export function schemaAt(variables: Variables | null, at: Steps): Schema | null {
  let schema: unknown = variables
  for (const step of at) {
    if (!isObject(schema)) return null
    schema =
      step === ITEM
        ? schema.items
        : isObject(schema.properties) && Object.hasOwn(schema.properties, step)
          ? schema.properties[step]
          : undefined
  }
  return isObject(schema) ? schema : null
}

/** Puts a value at a place, of lists into every item; `undefined` takes it away. Without `over` what is there stays. */
export function setAt(holder: unknown, [step, ...rest]: Steps, value: unknown, over = true): void {
  if (step === undefined) return
  if (step === ITEM) {
    if (!Array.isArray(holder)) return
    for (const [i, item] of holder.entries()) {
      if (rest.length > 0) setAt(item, rest, value, over)
      else if (over || !isSomething(item)) holder[i] = value
    }
    return
  }
  if (!isObject(holder)) return
  if (rest.length === 0) {
    if (!over && Object.hasOwn(holder, step)) return
    if (value === undefined) delete holder[step]
    else holder[step] = structuredClone(value)
    return
  }
  if (!Object.hasOwn(holder, step) && value !== undefined) holder[step] = rest[0] === ITEM ? [{}, {}] : {}
  setAt(holder[step], rest, value, over)
}

const isSomething = (value: unknown) =>
  value !== undefined && value !== null && !(isObject(value) && Object.keys(value).length === 0)

/** `base` with what it lacks taken from `sample`; a copy. */
export function completed(base: unknown, sample: unknown): unknown {
  if (base === undefined || base === null || base === '') return structuredClone(sample)
  if (Array.isArray(base)) {
    if (!Array.isArray(sample) || sample.length === 0) return structuredClone(base)
    return base.length === 0 ? structuredClone(sample) : base.map((item) => completed(item, sample[0]))
  }
  if (!isObject(base) || !isObject(sample)) return structuredClone(base)
  const names = new Set([...Object.keys(base), ...Object.keys(sample)])
  return Object.fromEntries(Array.from(names, (name) => [name, completed(base[name], sample[name])]))
}
