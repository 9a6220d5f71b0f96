import { notificationsHref } from '../../notifications/href.ts'

/**
 * The notifications behind the counts of a workflow's mails and pushes: one that was sent in part is behind both. By its
 * event type alone: other workflows may listen to it, too. Null for what no event starts: that can't be asked for.
 */
export function trafficHrefs(eventType: string | null): { sent: string; failed: string } | null {
  if (eventType === null) return null
  const ofType = { type: eventType, time: '30d' as const }
  return {
    sent: notificationsHref({ ...ofType, statuses: ['SENT', 'PARTIAL'] }),
    failed: notificationsHref({ ...ofType, statuses: ['FAILED', 'PARTIAL'] }),
  }
}
