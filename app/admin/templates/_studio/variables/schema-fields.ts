/** A JSON Schema, as far as the form shows it; what else stands in it is kept. */
export interface Schema {
  [keyword: string]: unknown
  type?: string | string[]
  format?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  sensitive?: boolean
  properties?: Record<string, Schema | boolean>
  required?: string[]
  items?: Schema | boolean
}

export const kinds = [
  'text',
  'email',
  'link',
  'date',
  'time',
  'number',
  'integer',
  'boolean',
  'group',
  'list',
] as const
export type Kind = (typeof kinds)[number]

export const kindWords: Record<Kind, string> = {
  text: 'Text',
  email: 'E-mail address',
  link: 'Link',
  date: 'Date',
  time: 'Date and time',
  number: 'Number',
  integer: 'Whole number',
  boolean: 'Yes or no',
  group: 'Group of variables',
  list: 'List',
}

const written: Record<Kind, Schema> = {
  text: { type: 'string' },
  email: { type: 'string', format: 'email' },
  link: { type: 'string', format: 'uri' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', format: 'date-time' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  group: { type: 'object', properties: {} },
  list: { type: 'array', items: { type: 'object', properties: {} } },
}

const formats: Record<string, Kind> = { email: 'email', uri: 'link', date: 'date', 'date-time': 'time' }

/** The kind that a schema is of; null: something that the form has no word for, which only its source shows. */
export function kindOf(schema: Schema | boolean | undefined): Kind | null {
  if (schema === undefined || typeof schema === 'boolean') return null
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'object' || (!type && schema.properties)) return 'group'
  if (type === 'array') return 'list'
  if (type === 'string') return schema.format === undefined ? 'text' : (formats[schema.format] ?? 'text')
  if (type === 'number' || type === 'integer' || type === 'boolean') return type
  return !type && schema.enum ? 'text' : null
}

/** The schema as another kind: what was said of the variable itself stays, what said its kind goes. */
export function withKind(schema: Schema | boolean | undefined, kind: Kind): Schema {
  const {
    type: _,
    format: __,
    properties,
    required: ___,
    items,
    enum: allowed,
    default: given,
    ...kept
  } = asSchema(schema)
  const nullable =
    Array.isArray(asSchema(schema).type) && (asSchema(schema).type as string[]).includes('null')
  const next: Schema = { ...kept, ...written[kind] }
  // A list of groups made of a group keeps what stood in the group, and the other way round.
  if (kind === 'list' && properties) next.items = { type: 'object', properties }
  const inside = asSchema(items).properties
  if (kind === 'group' && inside) next.properties = inside
  if (kind === 'text' && allowed) next.enum = allowed
  if (kind === 'text' && typeof given === 'string') next.default = given
  if (nullable && typeof next.type === 'string') next.type = [next.type, 'null']
  return next
}

export const asSchema = (schema: Schema | boolean | undefined): Schema =>
  typeof schema === 'object' ? schema : {}

export interface Field {
  name: string
  schema: Schema | boolean
  required: boolean
}

export const fieldsOf = ({ properties = {}, required = [] }: Schema): Field[] =>
  Object.entries(properties).map(([name, schema]) => ({ name, schema, required: required.includes(name) }))

/** The group with these fields, in this order; what else is said of the group stays. */
export function withFields(group: Schema, fields: readonly Field[]): Schema {
  const { required: _, ...rest } = group
  const required = fields.filter((field) => field.required).map(({ name }) => name)
  return {
    ...rest,
    type: group.type ?? 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 ? { required } : {}),
  }
}

/** `order_total`, `order_total_2` …: a name that no other field has. */
export function freeName(fields: readonly Field[], wanted: string): string {
  const taken = new Set(fields.map(({ name }) => name))
  let name = wanted
  for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`
  return name
}

/** A keyword set, or taken out where its value is empty. */
export function withKeyword(schema: Schema | boolean, keyword: string, value: unknown): Schema {
  const { [keyword]: _, ...rest } = asSchema(schema)
  return value === undefined || value === '' || value === false ? rest : { ...rest, [keyword]: value }
}

/** What somebody typed as a default, as the kind wants it; undefined where it is none. */
export function defaultOf(kind: Kind | null, typed: string): unknown {
  if (typed === '') return undefined
  if (kind === 'number' || kind === 'integer') {
    const number = Number(typed)
    return Number.isNaN(number) || (kind === 'integer' && !Number.isInteger(number)) ? undefined : number
  }
  if (kind === 'boolean') return typed === 'true' ? true : typed === 'false' ? false : undefined
  return typed
}
