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
}

/**
 * A piece of a compiled text: itself, a value, one of two (`if` there is something at the path that is neither empty,
 * 0 nor false), once for each item of a list (`as` names it inside), or `prose`: plain text written as paragraphs of
 * HTML.
 */
export type Segment =
  | string
  | Value
  | { if: Path; body: Segment[]; else?: Segment[] | undefined }
  | { each: Path; as: string; body: Segment[] }
  | { prose: Segment[] }

const path = z.array(z.string()).min(1)
const segments: z.ZodType<Segment[]> = z.lazy(() => z.array(segment))
const segment: z.ZodType<Segment> = z.union([
  z.string(),
  z.strictObject({ value: path, context: z.enum(contexts), fallback: z.string().optional() }),
  z.strictObject({ if: path, body: segments, else: segments.optional() }),
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
