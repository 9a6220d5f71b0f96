import { type AuditEntry, blank, type Delivery, type TimelineEntry } from './timeline-entry.ts'

const CANCEL = 'notification.cancel'

const actions: Record<string, string> = {
  'notification.replay': 'Replayed',
  'notification.retry': 'Tried again',
  [CANCEL]: 'Cancelled',
}

/** What somebody did to it, by the audit log. */
export function actionOf(
  { id, at, action: name, actorName, detail }: AuditEntry,
  deliveries: readonly Delivery[],
): TimelineEntry {
  const mode = detail.mode === 'sent' ? 'as it was sent' : detail.mode === 'today' ? 'planned anew' : null
  const made = Array.isArray(detail.deliveries) ? detail.deliveries : []
  // What an action made bears a time some ms before its own line in the log; cause comes before effect.
  const first = deliveries.find((delivery) => delivery.createdAt < at && made.includes(delivery.id))
  const since = first?.replayMode ? first.createdAt : at
  const title = actions[name] ?? name
  return { ...blank, id, at: since, kind: 'action', tone: 'grey', title, detail: mode, actorName }
}

export const cancelledAt = (audit: readonly AuditEntry[]): Date | null =>
  audit.findLast((entry) => entry.action === CANCEL)?.at ?? null
