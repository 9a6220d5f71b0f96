import type { Tone } from '#app/_components/ui/tone.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'

export type StatusCounts = Record<NotificationStatus, number>

export interface Outcome {
  key: 'sent' | 'queued' | 'held' | 'failed' | 'unclear' | 'none'
  label: string
  tone: Tone
  statuses: readonly NotificationStatus[]
}

/** What became of the accepted, from the bottom of a bar to its top: each status is in exactly one. */
export const outcomes: readonly Outcome[] = [
  { key: 'sent', label: 'Sent', tone: 'green', statuses: ['SENT'] },
  { key: 'queued', label: 'Queued', tone: 'blue', statuses: ['PENDING', 'QUEUED'] },
  { key: 'held', label: 'Held', tone: 'violet', statuses: ['SCHEDULED'] },
  { key: 'none', label: 'Not to be sent', tone: 'grey', statuses: ['RECORDED', 'WITHHELD', 'CANCELLED'] },
  { key: 'unclear', label: 'Partly sent or unknown', tone: 'amber', statuses: ['PARTIAL', 'UNKNOWN'] },
  { key: 'failed', label: 'Failed', tone: 'red', statuses: ['FAILED'] },
]

export const sumOf = (counts: StatusCounts, statuses: readonly NotificationStatus[]): number =>
  statuses.reduce((sum, status) => sum + counts[status], 0)

/** `98.2 %`, cut off: 9,999 of 10,000 is not all. Null where there is nothing to divide. */
export function formatShare(part: number, whole: number): string | null {
  if (whole === 0) return null
  const tenths = Math.floor((part / whole) * 1000)
  return tenths % 10 === 0 ? `${tenths / 10} %` : `${(tenths / 10).toFixed(1)} %`
}
