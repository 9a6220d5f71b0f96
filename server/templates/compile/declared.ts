import { z } from 'zod'
import type { Path } from './format.ts'
import { ITEM } from './used.ts'

/** Our own keyword of a property: its value is hidden in the dashboard, and erased once it was sent. */
export const SENSITIVE = 'sensitive'

/** What of a JSON Schema we read; the rest of it passes. */
const declaration: z.ZodType<Declaration> = z.lazy(() =>
  z.union([
    z.looseObject({
      type: z.union([z.string(), z.array(z.string())]).optional(),
      properties: z.record(z.string(), declaration).optional(),
      required: z.array(z.string()).optional(),
      items: declaration.optional(),
      format: z.string().optional(),
    }),
    z.boolean(),
  ]),
)
type Declaration =
  | boolean
  | {
      [keyword: string]: unknown
      type?: string | string[] | undefined
      properties?: Record<string, Declaration> | undefined
      required?: string[] | undefined
      items?: Declaration | undefined
      format?: string | undefined
      default?: unknown
    }

/** The `variables` of a template: a JSON Schema of an object. */
export const variablesSchema = z.looseObject({
  type: z.literal('object', 'must be “object”').optional(),
  properties: z.record(z.string(), declaration, 'must be an object').optional(),
  required: z.array(z.string(), 'must be a list of names').optional(),
})
export type Variables = z.infer<typeof variablesSchema>

/** What a schema says of a variable. */
export interface Declared {
  /** False where the schema names none of it. */
  declared: boolean
  /** What stands for it when it is absent; undefined: it is required. */
  fallback: string | undefined
  isLink: boolean
}

const UNDECLARED: Declared = { declared: false, fallback: undefined, isLink: false }

/**
 * A variable is optional where it, or what it is a part of, is declared and not in `required`; an item, where its own
 * part is. In the path `[]` is the step from a list to its items.
 */
export function declaredAs(variables: Variables | null, path: Path): Declared {
  let schema: Declaration = variables ?? {}
  let optional = false
  for (const name of path) {
    if (typeof schema === 'boolean') return UNDECLARED
    if (name === ITEM) {
      if (schema.items === undefined) return UNDECLARED
      // A list that is absent has no items.
      optional = false
      schema = schema.items
      continue
    }
    const { properties, required }: Exclude<Declaration, boolean> = schema
    if (!properties || !Object.hasOwn(properties, name)) return UNDECLARED
    if (!required?.includes(name)) optional = true
    schema = properties[name] ?? true
  }
  if (typeof schema === 'boolean')
    return { declared: true, fallback: optional ? '' : undefined, isLink: false }
  const { default: given, format } = schema
  const hasDefault = ['string', 'number', 'boolean'].includes(typeof given)
  return {
    declared: true,
    fallback: hasDefault ? String(given) : optional ? '' : undefined,
    isLink: format === 'uri',
  }
}

/** Every variable that the schema names, to its leaves. */
export function declaredPaths(variables: Variables): Path[] {
  const pathsOf = (schema: Declaration, under: Path): Path[] => {
    const properties = typeof schema === 'boolean' ? {} : (schema.properties ?? {})
    const names = Object.keys(properties)
    if (names.length === 0) return under.length === 0 ? [] : [under]
    return names.flatMap((name) => pathsOf(properties[name] ?? true, [...under, name]))
  }
  return pathsOf(variables, [])
}
