import { z } from 'zod'

/**
 * Where a value stands, and so how it is escaped (`server/rendering/escape.ts`):
 * `text` plain text; `link-text` plain text that is also used as a link; `header` one line of a mail's header;
 * `html` between tags; `attribute` a quoted attribute; `link` the beginning of an address in a quoted attribute, its
 * scheme checked; `link-part` a later part of one; `address-part` a part of a `mailto:` or `tel:`; `css` a value in a
 * style attribute; `enclosed-link` the beginning of an address in `url(…)` there, or of one in a `srcset`.
 */
const contexts = [
  'text',
  'link-text',
  'header',
  'html',
  'attribute',
  'link',
  'link-part',
  'address-part',
  'css',
  'enclosed-link',
] as const
export type ValueContext = (typeof contexts)[number]

/** The names from the data's root to a value: `user.name` is `['user', 'name']`. */
export type Path = string[]

export interface Value {
  value: Path
  context: ValueContext
  /** Stands for a value that is absent. Without one the value is required. */
  fallback?: string | undefined
  /** How the value is written; before it is escaped. */
  filter?: Filter | undefined
}

/**
 * How a value is written in the mail's language (ECMA-402). `money`: `currency` is an ISO 4217 code, or the path of one.
 * Dates are in the recipient's time zone; a value that is none (a word where a number is due) is written as it is.
 */
export type Filter =
  | { name: 'number' | 'upper' | 'lower' }
  | { name: 'money'; currency: string | Path }
  | { name: 'date' | 'time' | 'datetime'; style?: 'short' | 'medium' | 'long' | undefined }

/** What a value is compared with. Absent: it is something that is neither empty, 0 nor false. */
export type Comparand = string | number | boolean

/**
 * A piece of a compiled text: itself, a value, one of two (`if` the value at the path is `is`; `not` turns it round), once
 * for each item of a list (`as` names it inside), or `prose`: plain text written as paragraphs of HTML.
 */
export type Segment =
  | string
  | Value
  | {
      if: Path
      is?: Comparand | undefined
      not?: true | undefined
      body: Segment[]
      else?: Segment[] | undefined
    }
  | { each: Path; as: string; body: Segment[] }
  | { prose: Segment[] }

const path = z.array(z.string()).min(1)
export const comparandSchema = z.union([z.string(), z.number(), z.boolean()])
export const filterSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.enum(['number', 'upper', 'lower']) }),
  z.strictObject({ name: z.literal('money'), currency: z.union([z.string(), path]) }),
  z.strictObject({
    name: z.enum(['date', 'time', 'datetime']),
    style: z.enum(['short', 'medium', 'long']).optional(),
  }),
])
const segments: z.ZodType<Segment[]> = z.lazy(() => z.array(segment))
const segment: z.ZodType<Segment> = z.union([
  z.string(),
  z.strictObject({
    value: path,
    context: z.enum(contexts),
    fallback: z.string().optional(),
    filter: filterSchema.optional(),
  }),
  z.strictObject({
    if: path,
    is: comparandSchema.optional(),
    not: z.literal(true).optional(),
    body: segments,
    else: segments.optional(),
  }),
  z.strictObject({ each: path, as: z.string(), body: segments }),
  z.strictObject({ prose: segments }),
])

/** The version of the format: a change that an older worker would misread gets the next. */
export const FORMAT = 1

/** One locale of a template's version, as it is kept and sent: nothing of it is evaluated, only put together. */
export const compiledSchema = z.object({
  format: z.literal(FORMAT),
  subject: segments,
  html: segments,
  text: segments,
})
export type Compiled = z.infer<typeof compiledSchema>
