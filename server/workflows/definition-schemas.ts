import { z } from 'zod'
import type { Condition, RecipientRule, WorkflowSource } from '#server/db/schema/workflows.ts'
import { oneLine } from '#server/one-line.ts'

// What people edit of a workflow, in the columns' own names. Each message goes on from its field's name.

const MINUTE_S = 60
const DAY_S = 86_400
const DELAY_MAX_S = 30 * DAY_S
const WINDOW_MAX_S = 7 * DAY_S
const RETRY_MAX_S = DAY_S
/** RFC 8030 leaves it to the push service; browsers’ keep a message four weeks at most. */
const PUSH_TTL_MAX_S = 28 * DAY_S

export const workflowChannels = ['email', 'push'] as const
export const workflowSourceKinds = ['api', 'webhook', 'sql', 'kafka', 'send-notification'] as const

const seconds = (from: number, to: number, words: string) =>
  z
    .number('must be a number')
    .int('must be whole seconds')
    .min(from, `must be ${words}`)
    .max(to, `must be ${words}`)

/** Names with dots between them; a number is a place in a list. */
export const dataPath = z
  .string()
  .trim()
  .max(200, 'must have at most 200 characters')
  .regex(
    /^[^.[\]"\s\p{Cc}][^.[\]"\p{Cc}]*(\.[^.[\]"\s\p{Cc}][^.[\]"\p{Cc}]*)*$/u,
    'is no path: names with dots between them, a number for a place in a list, such as items.0.sku',
  )
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')

const scalar = z.union(
  [
    z
      .string()
      .min(1, 'must not be empty')
      .max(500, 'must have at most 500 characters')
      .regex(/^[^\0]*$/, 'must not contain a NUL character'),
    z.number(),
    z.boolean(),
  ],
  'must be a text, a number, or true or false',
)

export const conditionOps = [
  ...['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'contains', 'in', 'exists', 'missing'],
] as readonly Condition['op'][]

export const condition = z.discriminatedUnion('op', [
  z.object({ path: dataPath, op: z.enum(['exists', 'missing']) }),
  z.object({
    path: dataPath,
    op: z.enum(['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'contains']),
    value: scalar,
  }),
  z.object({
    path: dataPath,
    op: z.literal('in'),
    value: z.array(scalar).min(1, 'must name at least one value').max(100, 'must name at most 100 values'),
  }),
]) satisfies z.ZodType<Condition, unknown>

const conditions = z.object({
  match: z.enum(['all', 'any']),
  rules: z
    .array(condition)
    .min(1, 'must have at least one; without any, take them away')
    .max(50, 'must be at most 50'),
})

const recipient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('address'), path: dataPath }),
  z.object({ kind: z.literal('user'), path: dataPath }),
  z.object({ kind: z.literal('setting'), name: z.literal('ALERT_EMAIL') }),
]) satisfies z.ZodType<RecipientRule, unknown>

/** An address is some text around one `@`; a name before it in angle brackets. Line ends would be new headers. */
const mailbox = z
  .string()
  .trim()
  .max(320, 'must have at most 320 characters')
  .regex(/^\P{Cc}*$/u, 'must not contain line ends or other control characters')
  .regex(
    /^([^<>]*<[^\s@<>,"]+@[^\s@<>,"]+>|[^\s@<>,"]+@[^\s@<>,"]+)$/,
    'must be name@example.com or Name <name@example.com>',
  )
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')

const source = z
  .string()
  .max(300)
  .regex(
    /^(api|webhook|kafka|sql|send-notification)(:[^\p{Cc}]+)?$/u,
    'must be a kind of source, or one of a kind, such as webhook:shop',
  )
  .transform((text) => text as WorkflowSource)

const unique = <T>(items: readonly T[]) => new Set(items).size === items.length

const fields = z.object({
  name: oneLine(100),
  description: z
    .string()
    .trim()
    .max(500, 'must have at most 500 characters')
    .regex(/^[^\0]*$/, 'must not contain a NUL character')
    .nullable()
    .default(null)
    .transform((text) => text || null),
  /** Null: it starts by no event. */
  eventType: oneLine(200).nullable().default(null),
  sources: z.array(source).max(50, 'must be at most 50').refine(unique, 'must each be named once'),
  category: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'must have 1 to 64 letters, digits, “_”, “.” and “-”'),
  channels: z
    .array(z.enum(workflowChannels))
    .min(1, 'must be at least one')
    .refine(unique, 'must each be named once'),
  templateKey: z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/, 'must be the key of a template'),
  recipients: z
    .array(recipient)
    .min(1, 'must say at least one way to find somebody')
    .max(20, 'must be at most 20'),
  sender: mailbox.nullable().default(null),
  replyTo: mailbox.nullable().default(null),
  retry: z.object({
    delaysS: z.array(seconds(1, RETRY_MAX_S, 'from 1 second to 1 day')).max(20, 'must be at most 20 retries'),
    onUnknown: z.enum(['ask', 'resend']),
  }),
  critical: z.boolean().default(false),
  conditions: conditions.nullable().default(null),
  delayS: seconds(1, DELAY_MAX_S, 'from 1 second to 30 days').nullable().default(null),
  throttle: z
    .object({
      max: z
        .number('must be a number')
        .int('must be a whole number')
        .min(1, 'must be at least 1')
        .max(10_000, 'must be at most 10,000'),
      perS: seconds(MINUTE_S, WINDOW_MAX_S, 'from 1 minute to 7 days'),
    })
    .nullable()
    .default(null),
  duplicates: z
    .object({
      windowS: seconds(1, WINDOW_MAX_S, 'from 1 second to 7 days'),
      path: dataPath.nullable().default(null),
    })
    .nullable()
    .default(null),
  digest: z
    .discriminatedUnion('until', [
      z.object({
        until: z.literal('window'),
        windowS: seconds(MINUTE_S, WINDOW_MAX_S, 'from 1 minute to 7 days'),
      }),
      z.object({ until: z.literal('quiet_hours_end') }),
    ])
    .nullable()
    .default(null),
  fallback: z
    .object({
      afterS: seconds(MINUTE_S, WINDOW_MAX_S, 'from 1 minute to 7 days'),
      unless: z.enum(['delivered', 'seen']),
    })
    .nullable()
    .default(null),
  push: z
    .object({
      ttlS: seconds(0, PUSH_TTL_MAX_S, 'from 0 seconds to 28 days'),
      urgency: z.enum(['very-low', 'low', 'normal', 'high']),
      topic: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,32}$/, 'must have 1 to 32 letters, digits, “-” and “_”')
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null),
})

/** All that people edit of a workflow; its key, its switch and its archive are no part of it. */
export const workflowDefinition = fields.superRefine((workflow, check) => {
  const refuse = (path: (string | number)[], message: string) =>
    check.addIssue({ code: 'custom', path, message })
  if (workflow.fallback && workflow.channels.length < 2) {
    refuse(['fallback'], 'needs a second channel to fall back to')
  }
  if (workflow.fallback && workflow.digest) {
    refuse(
      ['fallback'],
      'does not go with a digest: what is collected for hours has nothing to be quicker than',
    )
  }
})
export type WorkflowDefinition = z.output<typeof workflowDefinition>
export type WorkflowDefinitionInput = z.input<typeof workflowDefinition>
