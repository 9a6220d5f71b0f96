import type { Data, Fixture, Studio, Variables } from './types.ts'

/** The data that is there before anybody saved some. */
export const SAMPLE = 'sample'

export interface FixtureChoice {
  id: string
  name: string
  data: Data
}

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  examples?: unknown[]
  format?: string
}

/** What may be chosen for the preview: the saved fixtures, else one sample made from what is declared. */
export function fixtureChoices(studio: Studio, variables: Variables | null): FixtureChoice[] {
  if (studio.fixtures.length > 0) {
    return studio.fixtures.map(({ id, name, data }: Fixture) => ({ id, name, data: data as Data }))
  }
  return [{ id: SAMPLE, name: 'Sample', data: sampleOf(studio, variables) }]
}

export function sampleOf({ git }: Pick<Studio, 'git'>, variables: Variables | null): Data {
  if (git && Object.keys(git.sample).length > 0) return git.sample as Data
  const sample = variables ? exampleOf(variables as Schema, '') : {}
  return typeof sample === 'object' && sample !== null && !Array.isArray(sample) ? (sample as Data) : {}
}

const byFormat: Record<string, string> = {
  email: 'ada@example.com',
  uri: 'https://example.com/',
  date: '2030-06-01',
  'date-time': '2030-06-01T09:30:00Z',
  time: '09:30:00Z',
  uuid: '018f3c5e-8f6a-7c3e-9b1a-2f4d6c8e0a12',
}

/** A value that a schema allows, with words that say what stands there. */
export function exampleOf(schema: Schema | boolean | undefined, name: string): unknown {
  if (!schema || typeof schema === 'boolean') return name || 'text'
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.examples?.length) return schema.examples[0]
  if (schema.enum?.length) return schema.enum[0]
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'object' || schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([field, one]) => [field, exampleOf(one, field)]),
    )
  }
  if (type === 'array')
    return schema.items ? [exampleOf(schema.items, name), exampleOf(schema.items, name)] : []
  if (type === 'integer') return 2
  if (type === 'number') return 42.5
  if (type === 'boolean') return true
  return (schema.format && byFormat[schema.format]) || name.replaceAll('_', ' ') || 'text'
}

/** The data with a value at a path (`order.total`, `items[0].name`), where there was none. */
export function withValue(data: Data, path: string, value: unknown): Data {
  const names = path.match(/[^.[\]]+/g) ?? []
  const put = (into: unknown, depth: number): unknown => {
    const name = names[depth]
    if (name === undefined) return value
    if (Array.isArray(into)) {
      const index = Number(name)
      if (!Number.isInteger(index)) return into
      return Object.assign([...into], { [index]: put(into[index], depth + 1) })
    }
    const object = typeof into === 'object' && into !== null ? (into as Data) : {}
    return { ...object, [name]: put(Object.hasOwn(object, name) ? object[name] : undefined, depth + 1) }
  }
  return put(data, 0) as Data
}

/** What a schema says of the value at a path. */
export function schemaAt(variables: Variables | null, path: string): Schema | undefined {
  let schema = variables as Schema | undefined
  for (const name of path.match(/[^.[\]]+/g) ?? []) {
    schema = /^\d+$/.test(name)
      ? schema?.items
      : (schema?.properties?.[name] ?? schema?.items?.properties?.[name])
  }
  return schema
}
