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

export interface If {
  if: Path
  is?: Comparand | undefined
  not?: true | undefined
  body: Segment[]
  else?: Segment[] | undefined
}

export interface Each {
  each: Path
  as: string
  body: Segment[]
}

/**
 * A piece of a compiled text: itself, a value, one of two (`if` the value at the path is `is`; `not` turns it round), once
 * for each item of a list (`as` names it inside), `prose`: plain text written as paragraphs of HTML, or `flow`: plain
 * text whose spaces and line breaks are laid out when the values are known, as html-to-text lays out HTML.
 */
export type Segment = string | Value | If | Each | { prose: Segment[] } | { flow: Segment[] } | Layout

/**
 * What only a flow holds. `block`: with so many line breaks before and after it at least (`pre`: its spaces stay;
 * `quote`: behind `>`); `line`: a line break; `gap`: so many of them at least before what follows; `upper`: in capitals; `link`: its text, then where it leads `to` (the
 * contexts there are those of an attribute, not yet escaped); `list` of `item`s (`bare`: without a bullet or number);
 * `table` of `row`s of `cell`s, in columns.
 */
export type Layout =
  | { block: Segment[]; before: number; after: number; as?: 'pre' | 'quote' | undefined }
  | { line: 1 }
  | { gap: number }
  | { upper: Segment[] }
  | { link: Segment[]; to: Segment[] }
  | { list: Segment[]; nested?: true | undefined; numbers?: { from: number; style: string } | undefined }
  | { item: Segment[]; bare?: true | undefined }
  | { table: Segment[] }
  | { row: Segment[] }
  | { cell: Segment[]; columns: number; rows: number }

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
  z.strictObject({ flow: segments }),
  z.strictObject({
    block: segments,
    before: z.int(),
    after: z.int(),
    as: z.enum(['pre', 'quote']).optional(),
  }),
  z.strictObject({ line: z.literal(1) }),
  z.strictObject({ gap: z.int() }),
  z.strictObject({ upper: segments }),
  z.strictObject({ link: segments, to: segments }),
  z.strictObject({
    list: segments,
    nested: z.literal(true).optional(),
    numbers: z.strictObject({ from: z.number(), style: z.string() }).optional(),
  }),
  z.strictObject({ item: segments, bare: z.literal(true).optional() }),
  z.strictObject({ table: segments }),
  z.strictObject({ row: segments }),
  z.strictObject({ cell: segments, columns: z.number(), rows: z.number() }),
])

/** The version of the format: a change that an older worker would misread gets the next. */
export const FORMAT = 1

/** What a push message is made of. */
export const pushParts = ['title', 'body', 'link', 'icon'] as const
export type CompiledPush = Partial<Record<(typeof pushParts)[number], Segment[]>>

/** One locale of a template's version, as it is kept and sent: nothing of it is evaluated, only put together. */
export const compiledSchema = z.object({
  format: z.literal(FORMAT),
  subject: segments,
  html: segments,
  text: segments,
  /** What a push message says otherwise than the mail. */
  push: z.partialRecord(z.enum(pushParts), segments).optional(),
})
export type Compiled = z.infer<typeof compiledSchema>

/** The same segment with other segments inside of it, if it holds any. */
export function mapInside<S extends Segment>(segment: S, map: (inside: Segment[]) => Segment[]): S
export function mapInside(segment: Segment, map: (inside: Segment[]) => Segment[]): Segment {
  if (typeof segment === 'string' || 'value' in segment) return segment
  const mapped = Object.entries(segment).map(([name, held]) =>
    HOLDING.has(name) && held !== undefined ? [name, map(held as Segment[])] : [name, held],
  )
  return Object.fromEntries(mapped) as Segment
}

const HOLDING = new Set([
  ...[
    'body',
    'else',
    'prose',
    'flow',
    'block',
    'upper',
    'link',
    'to',
    'list',
    'item',
    'table',
    'row',
    'cell',
  ],
])
