import { z } from 'zod'
import type { Channel } from '#server/db/schema/deliveries.ts'
import type { PlanStep } from '#server/planning/types.ts'
import { workflowDefinition, workflowKey } from '#server/workflows/schemas.ts'

/** As events may come by; `send-notification` is the audit log's endpoint. */
export const explainedSources = ['api', 'webhook', 'kafka', 'sql', 'dashboard', 'send-notification'] as const

const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most, `must have at most ${most} characters`)
    .refine(
      (value) => /^\P{Cc}*$/u.test(value) && value.isWellFormed(),
      'must not contain control characters',
    )

export const explainInput = z.object({
  /** An id, `ext:` and an external id, or an e-mail address: taken in place of whom the rules would find. */
  user: text(320).optional(),
  /** Without it: what the payload says, as its source would read it. */
  eventType: text(200).optional(),
  source: z.enum(explainedSources).default('api'),
  /** Which one of its kind: a webhook endpoint's key, a Kafka topic. */
  sourceName: text(300).optional(),
  /** As it would be posted: `{ type, data }`, `{ template_key, … }`, or an event's own body. */
  payload: z.record(z.string(), z.unknown(), 'must be an object'),
  /** The moment of planning; without it, now. */
  at: z.coerce
    .date('must be a time')
    .min(new Date(0), 'must be after 1970')
    .max(new Date(Date.UTC(9999, 0)), 'must be before 9999')
    .optional(),
  /** A workflow that may not be saved yet: this one alone is asked. */
  workflow: z.object({ key: workflowKey, definition: workflowDefinition }).optional(),
})
export type ExplainInput = z.input<typeof explainInput>
export type ParsedExplainInput = z.output<typeof explainInput>

export const explainNotificationInput = z.object({ id: z.uuid('must be a UUID') })
export type ExplainNotificationInput = z.input<typeof explainNotificationInput>

/** What would become of an event, or how one that exists was decided, and why. */
export interface Explanation {
  at: Date
  outcome: 'deliver' | 'recorded' | 'failed'
  /** Why nothing is delivered, in words. */
  reason: string | null
  /** `version` null: it is not saved. */
  workflow: { id: string | null; key: string; name: string; version: number | null } | null
  user: ExplainedUser | null
  steps: PlanStep[]
  deliveries: ExplainedDelivery[]
}

export interface ExplainedUser {
  id: string
  name: string | null
  email: string | null
  language: string | null
  timezone: string
  /** By the clock on their wall, at `at`. */
  localTime: string
}

export interface ExplainedDelivery {
  /** Null: it does not exist. */
  id: string | null
  channel: Channel
  address: string
  status: string
  dueAt: Date
  reason: string
  reasonText: string
  category: string
  critical: boolean
  /** `wordsIn`: the template's locale that is taken. */
  template: { key: string; version: number; locale: string; wordsIn: string }
  /** The first that would be asked, or that carried it; null: none. */
  provider: string | null
  sender: string | null
  /** It waits for these of the list. */
  fallbackOf: number[]
  digest: boolean
}
