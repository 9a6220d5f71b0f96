import { z } from 'zod'
import { comparandSchema, filterSchema } from '../format.ts'

// What goes between the threads. All that comes back was made beside a stranger's code, and is checked as such.

/** Characters of HTML. */
export const HTML_MAX = 1_000_000
/** Values that one rendering with real data may write. */
const WANTED_MAX = 50_000
/** Of all that comes back, as JSON: the HTML with every character escaped, and as much again. */
export const ANSWER_MAX = 8_000_000

export interface CompileJob {
  code: string
  locale: string
  theme: unknown
  concrete: { data: unknown; builtIn: unknown } | null
}

/** Line and column in what the author wrote, from 1. */
const place = z.object({ line: z.int().min(1), column: z.int().min(1) })
export type CodePlace = z.infer<typeof place>

const REFUSED = new Set(['__proto__', 'constructor', 'prototype'])
const name = z
  .string()
  .min(1)
  .max(100)
  .refine((value) => !REFUSED.has(value))
const path = z.array(name).min(1).max(20)

const valueMark = z.strictObject({
  kind: z.literal('value'),
  path,
  fallback: z.string().max(10_000).optional(),
  filter: filterSchema.optional(),
})
const markSchema = z.discriminatedUnion('kind', [
  valueMark,
  z.strictObject({
    kind: z.literal('if'),
    path,
    is: comparandSchema.optional(),
    not: z.literal(true).optional(),
  }),
  z.strictObject({ kind: z.literal('each'), path, as: name }),
  z.strictObject({ kind: z.literal('else') }),
  z.strictObject({ kind: z.literal('end') }),
])

/** What the sandbox returns, as JSON. */
export const renderedSchema = z.union([
  z.strictObject({ html: z.string().max(HTML_MAX), marks: z.array(markSchema).max(2_000) }),
  z.strictObject({
    wanted: z
      .array(z.object({ mark: valueMark, value: z.unknown().optional() }))
      .min(1)
      .max(WANTED_MAX),
  }),
  z.strictObject({
    error: z.object({ name: z.string(), message: z.string().max(2_000), stack: z.string().max(2_000) }),
  }),
])

const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rendered'), html: z.string().max(HTML_MAX), marks: z.array(markSchema) }),
  z.object({
    kind: z.literal('wanted'),
    wanted: z.array(z.object({ mark: valueMark, value: z.unknown().optional() })),
  }),
  z.object({
    kind: z.literal('problems'),
    problems: z.array(z.object({ message: z.string(), at: place.nullable() })).min(1),
    /** The thread is not to be used again. */
    spent: z.boolean(),
  }),
])
/** What the thread answers, as a message. */
export const answerSchema = answer
export type Answer = z.infer<typeof answer>
export type Rendered = Extract<Answer, { kind: 'rendered' }>
export type Refusal = Extract<Answer, { kind: 'problems' }>
export type Wanted = Extract<Answer, { kind: 'wanted' }>['wanted']
