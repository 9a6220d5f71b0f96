import type { Limits } from './limits.ts'
import type { Recipient } from './recipients.ts'
import type { Decision, PlanCategory, PlanWorkflow } from './types.ts'

/** What a notification makes for its recipient, before the channels are looked at. */
export interface Message {
  /** Null: it was asked for by its template's key. */
  workflow: PlanWorkflow | null
  recipient: Recipient
  /** As `PlanHistory` knows them. */
  recipientKey: string
  category: PlanCategory
  critical: boolean
  /** IANA: whose quiet hours. */
  timezone: string
  limits: Limits
  /** What all its deliveries have in common. */
  common: Pick<Decision, 'userId' | 'templateKey' | 'templateVersion' | 'locale' | 'sender' | 'replyTo'>
  /** Why there are any, in words. */
  why: string
}
