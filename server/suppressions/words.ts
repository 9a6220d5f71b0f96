import type { SuppressionReason } from '#server/db/schema/suppressions.ts'

/** Why and since when an address is suppressed. */
export interface Suppressed {
  reason: SuppressionReason
  /** What the provider or the person said. */
  detail: string | null
  since: Date
}

const reasons: Record<SuppressionReason, string> = {
  hard_bounce: 'a mail to the address bounced for good',
  complaint: 'a mail to the address was reported as spam',
  unsubscribed: 'the recipient unsubscribed from all optional mail',
  manual: 'somebody put the address on the list',
}

/** Why nothing is sent to a suppressed address, and since when, in words: the cause first, as lists cut what is long. */
export function suppressedText({ reason, detail, since }: Suppressed): string {
  const at = since.toISOString().slice(0, 16).replace('T', ' ')
  return `Suppressed: ${reasons[reason]}${detail ? ` (${detail})` : ''}, since ${at} UTC.`
}
