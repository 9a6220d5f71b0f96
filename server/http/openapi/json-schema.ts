import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'

export type JsonSchema = { [keyword: string]: unknown }

/** Gathers the schemas that have a name (`.meta({ id })`), for `#/components/schemas`. */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {}

  /** The zod schema as JSON Schema (2020-12, which is OpenAPI 3.1's): of what is sent (`input`) or answered. */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    // Wrapped, so that a schema with a name becomes a reference even if it stands at the top.
    const { properties, $defs = {} } = z.toJSONSchema(z.object({ top: schema }), {
      io,
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => adjust(zodSchema, jsonSchema as JsonSchema),
    })
    const names = new Map<string, string>()
    for (const [id, definition] of Object.entries($defs)) {
      names.set(id, this.#add(id, definition as JsonSchema, io))
    }
    const renamed = (value: unknown): unknown => withReferences(value, names)
    for (const name of names.values()) this.schemas[name] = renamed(this.schemas[name]) as JsonSchema
    return renamed(properties?.top) as JsonSchema
  }

  /** Where what is sent differs from what is answered (defaults), the former has a name of its own. */
  #add(id: string, definition: JsonSchema, io: 'input' | 'output'): string {
    const { $schema: _, id: __, ...schema } = definition
    const known = this.#sources.get(id)
    if (!known || isDeepStrictEqual(known, schema)) {
      this.#sources.set(id, schema)
      this.schemas[id] ??= schema
      return id
    }
    const name = `${id}${io === 'input' ? 'Input' : 'Output'}`
    this.schemas[name] ??= schema
    return name
  }

  readonly #sources = new Map<string, JsonSchema>()
}

function withReferences(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      // Not every reader of regular expressions knows Unicode's classes.
      if (key === 'pattern' && typeof inner === 'string')
        return [key, inner.replaceAll('\\P{Cc}', NO_CONTROL)]
      const id = key === '$ref' ? /^#\/\$defs\/(.+)$/.exec(String(inner))?.[1] : undefined
      return [
        key,
        id === undefined ? withReferences(inner, names) : `#/components/schemas/${names.get(id) ?? id}`,
      ]
    }),
  )
}

/** Takes away what zod adds and a reader has no use for. */
function adjust(schema: z.core.$ZodType, json: JsonSchema): void {
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum
  if (typeof json.format === 'string' && SAID_BY_FORMAT.has(json.format)) delete json.pattern
  if (schema._zod.def.type === 'undefined') json.not = {}
}

/** Control characters (category Cc) are these two ranges. */
const NO_CONTROL = '[^\\u0000-\\u001f\\u007f-\\u009f]'

const SAID_BY_FORMAT = new Set(['uuid', 'email', 'date-time', 'uri'])
