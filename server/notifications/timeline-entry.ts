import type { auditLog } from '#server/db/schema/access.ts'
import type { attempts, deliveries } from '#server/db/schema/deliveries.ts'
import type { notifications } from '#server/db/schema/notifications.ts'
import type { providerEvents } from '#server/db/schema/suppressions.ts'
import type { PlanStep } from '#server/planning/types.ts'
import type { Digests } from './digests.ts'

export type Notification = typeof notifications.$inferSelect
export type Delivery = typeof deliveries.$inferSelect
export type Attempt = typeof attempts.$inferSelect
export type AuditEntry = typeof auditLog.$inferSelect
export type ProviderEvent = typeof providerEvents.$inferSelect

/** The dashboard's six tones of a state. */
export type Tone = 'green' | 'blue' | 'violet' | 'red' | 'amber' | 'grey'

export interface TimelineEntry {
  /** Stable, for a key and an anchor. */
  id: string
  at: Date
  /** Not yet: when it is due. */
  future: boolean
  kind: 'accepted' | 'planned' | 'delivery' | 'withheld' | 'attempt' | 'told' | 'due' | 'ended' | 'action'
  tone: Tone
  /** What happened: `Try 2 by Resend`. */
  title: string
  /** What came back, or where to: one line of facts. */
  detail: string | null
  /** Why it happened, or did not, in words. */
  reason: string | null
  /** What was looked at until it came to that, in the order of the looking. */
  steps: PlanStep[]
  /** The notifications that it has to do with: those of one digest. */
  links: { notificationId: string; title: string }[]
  durationMs: number | null
  /** Which delivery it is about, and which replay that delivery is of. */
  deliveryId: string | null
  attemptId: string | null
  /** Who did it, when a person or a key did. */
  actorName: string | null
}

export interface Story {
  notification: Notification
  /** IANA; of the user it is for. Null: not known, or no user. */
  timezone: string | null
  /** Oldest first. */
  deliveries: readonly Delivery[]
  attempts: readonly Attempt[]
  audit: readonly AuditEntry[]
  /** What providers told of the deliveries. */
  told: readonly ProviderEvent[]
  /** The digests that its deliveries are in. */
  digests: Digests
  now: Date
}

/** What most lines lack. */
export const blank = {
  future: false,
  detail: null,
  reason: null,
  steps: [],
  links: [],
  durationMs: null,
  deliveryId: null,
  attemptId: null,
  actorName: null,
} satisfies Partial<TimelineEntry>

/** How it was decided, as planning kept it; older ones kept nothing. */
export const stepsOf = ({ plan }: Pick<Notification, 'plan'>): PlanStep[] => (plan ?? []) as PlanStep[]
