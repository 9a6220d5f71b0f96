/** Something of the event that a template can name. */
export interface Known {
  path: string
  kind: 'text' | 'number' | 'boolean' | 'list'
  /** For a person, from the schema. */
  note: string | null
}

/** A repeat around the place: its item has a name of its own inside. */
export interface Around {
  path: string
  as: string
}

type Schema = Record<string, unknown>

const DEPTH_MAX = 6

/** In every template, whatever the event. */
const BUILT_IN: Known[] = [
  ['recipient.name', 'The recipient’s name'],
  ['recipient.email', 'The recipient’s address'],
  ['recipient.locale', 'The language of this mail'],
  ['recipient.timezone', 'The recipient’s time zone'],
  ['app.name', 'The name of this service'],
  ['app.url', 'Where this service is'],
  ['unsubscribe_url', 'The recipient’s own page to unsubscribe'],
].map(([path = '', note = '']) => ({ path, kind: 'text', note }))

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function typeOf({ type, properties, items }: Schema): string {
  const first = Array.isArray(type) ? type.find((it) => it !== 'null') : type
  return typeof first === 'string' ? first : properties ? 'object' : items ? 'array' : 'string'
}

const noteOf = ({ title, description }: Schema): string | null =>
  typeof title === 'string' ? title : typeof description === 'string' ? description : null

function walk(schema: Schema, path: string, depth: number): Known[] {
  const note = noteOf(schema)
  switch (typeOf(schema)) {
    case 'object':
      return depth > DEPTH_MAX || !isSchema(schema.properties)
        ? []
        : Object.entries(schema.properties).flatMap(([name, inner]) =>
            isSchema(inner) ? walk(inner, path === '' ? name : `${path}.${name}`, depth + 1) : [],
          )
    case 'array':
      return path === '' ? [] : [{ path, kind: 'list', note }]
    case 'number':
    case 'integer':
      return path === '' ? [] : [{ path, kind: 'number', note }]
    case 'boolean':
      return path === '' ? [] : [{ path, kind: 'boolean', note }]
    default:
      return path === '' ? [] : [{ path, kind: 'text', note }]
  }
}

function schemaAt(root: Schema | undefined, names: string[]): Schema | undefined {
  let schema = root
  for (const name of names) {
    const inner = isSchema(schema?.properties) ? schema.properties[name] : undefined
    schema = isSchema(inner) ? inner : undefined
  }
  return schema
}

/**
 * What can be named at a place: the items of the repeats around it first, then what the schema declares, then what is
 * there in every template.
 *
 * @param variables a JSON Schema; null: none is declared
 * @param around from the outermost to the innermost
 */
export function knownVariables(variables: Schema | null, around: readonly Around[] = []): Known[] {
  const items = new Map<string, Schema>()
  for (const { path, as } of around) {
    const [first = '', ...rest] = path.split('.')
    const outer = items.get(first)
    const list = outer ? schemaAt(outer, rest) : schemaAt(variables ?? undefined, [first, ...rest])
    items.set(as, isSchema(list?.items) ? list.items : {})
  }
  const local = [...items].reverse().flatMap(([as, schema]) => {
    const inside = walk(schema, as, 0)
    return inside.length > 0 ? inside : [{ path: as, kind: 'text' as const, note: 'An item of the list' }]
  })
  const declared = variables ? walk(variables, '', 0) : []
  const own = new Set(declared.map(({ path }) => path))
  return [...local, ...declared, ...BUILT_IN.filter(({ path }) => !own.has(path))]
}

/** What an item of a list is called: `items` → `item`, `order.lines` → `line`. */
export function itemName(path: string): string {
  const last = path.split('.').at(-1) ?? ''
  if (/[^s]ies$/i.test(last)) return last.replace(/ies$/i, 'y')
  const single = last.replace(/([^s])s$/i, '$1')
  return single === last ? 'item' : single
}
