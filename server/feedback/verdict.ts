import type { DeliveryStatus } from '#server/db/schema/deliveries.ts'
import type { SuppressionReason } from '#server/db/schema/suppressions.ts'
import { type FeedbackEvent, type FeedbackKind, feedbackKinds } from './event.ts'

type Told = Pick<FeedbackEvent, 'id' | 'kind' | 'at' | 'words' | 'provider'>

/** What becomes of a delivery by what its provider told. */
export interface Verdict {
  status: DeliveryStatus
  reason: string | null
  reasonText: string | null
  at: Date
  words: string | null
  suppress: SuppressionReason | null
}

const statuses: Partial<Record<FeedbackKind, DeliveryStatus>> = {
  sent: 'SENT',
  delivered: 'DELIVERED',
  failed: 'FAILED',
  soft_bounce: 'BOUNCED',
  hard_bounce: 'BOUNCED',
  complaint: 'COMPLAINED',
}
const reasons: Partial<Record<FeedbackKind, string>> = {
  failed: 'The provider could not send it',
  soft_bounce: 'It bounced',
  hard_bounce: 'It bounced for good',
  complaint: 'It was reported as spam',
}

/**
 * The verdict of all events about one mail, whatever order they came in: the one that says most of how it ended, of
 * those the earliest. Null: they say nothing of it. Pure.
 */
export function verdictOf(events: readonly Told[]): Verdict | null {
  const [best] = [...events].sort(
    (a, b) =>
      feedbackKinds.indexOf(b.kind) - feedbackKinds.indexOf(a.kind) ||
      a.at.getTime() - b.at.getTime() ||
      (a.id < b.id ? -1 : 1),
  )
  const status = best && statuses[best.kind]
  if (!status) return null
  const said = reasons[best.kind]
  return {
    status,
    reason: said ? (best.kind === 'failed' ? `${best.provider}_failed` : best.kind) : null,
    reasonText: said ? `${said}${best.words ? `: ${best.words}` : '.'}` : null,
    at: best.at,
    words: best.words,
    suppress: best.kind === 'hard_bounce' || best.kind === 'complaint' ? best.kind : null,
  }
}
