import type { Variables } from './types.ts'

export interface VariablePath {
  /** `order.total`; inside of a list from the list's item on: `items[].price`. */
  path: string
  type: string
  description: string
}

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema | boolean>
  items?: Schema | boolean
  format?: string
  description?: string
}

/** Known in every template (`{recipient.name}`). */
export const builtInPaths: readonly VariablePath[] = [
  { path: 'recipient.name', type: 'text', description: 'Who gets the mail' },
  { path: 'recipient.email', type: 'email', description: 'The address it goes to' },
  { path: 'recipient.locale', type: 'text', description: 'Their language' },
  { path: 'app.name', type: 'text', description: 'The name of this service' },
  { path: 'app.url', type: 'link', description: 'Its address' },
  { path: 'unsubscribe_url', type: 'link', description: 'Where they choose what they get' },
]

const words: Record<string, string> = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'yes or no',
  uri: 'link',
  email: 'email',
  'date-time': 'time',
  date: 'date',
}

/** Every variable that a schema declares, down to its leaves, in the order it names them. */
export function declaredVariables(variables: Variables | null): VariablePath[] {
  return variables ? pathsOf(variables as Schema, '') : []
}

function pathsOf(schema: Schema | boolean | undefined, path: string): VariablePath[] {
  if (!schema || typeof schema === 'boolean') return path ? [{ path, type: 'text', description: '' }] : []
  if (schema.properties && Object.keys(schema.properties).length > 0) {
    return Object.entries(schema.properties).flatMap(([name, one]) =>
      pathsOf(one, path ? `${path}.${name}` : name),
    )
  }
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'array') {
    const items = pathsOf(schema.items, `${path}[]`)
    return [{ path, type: 'list', description: schema.description ?? '' }, ...items]
  }
  if (!path) return []
  const word = words[schema.format ?? ''] ?? words[type ?? ''] ?? type ?? 'text'
  return [{ path, type: word, description: schema.description ?? '' }]
}

/** What can stand in a line of text: no list, and nothing inside of one. */
export const inALine = ({ path, type }: VariablePath): boolean => type !== 'list' && !path.includes('[]')
