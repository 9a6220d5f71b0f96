import type { Channel } from '#server/db/schema/deliveries.ts'
import type { PlanStep } from '#server/planning/types.ts'

export type Step = PlanStep

export interface ExplainedDelivery {
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
  provider: string | null
  sender: string | null
  fallbackOf: number[]
  digest: boolean
}

export interface Explanation {
  at: Date
  outcome: 'deliver' | 'recorded' | 'failed'
  reason: string | null
  workflow: { id: string | null; key: string; name: string; version: number | null } | null
  user: {
    id: string
    name: string | null
    email: string | null
    language: string | null
    timezone: string
    localTime: string
  } | null
  steps: Step[]
  deliveries: ExplainedDelivery[]
}
