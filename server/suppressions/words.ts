import type { SuppressionReason } from '#server/db/schema/suppressions.ts'

/** Why and since when an address is suppressed. */
export interface Suppressed {
  reason: SuppressionReason
  /** What the provider or the person said. */
  detail: string | null
  since: Date
}

const reasons: Record<SuppressionReason, string> = {
  hard_bounce: 'a mail to it bounced for good',
  complaint: 'a mail to it was reported as spam',
  unsubscribed: 'its owner unsubscribed from all optional mail',
  manual: 'somebody put it on the list',
}

/** Why nothing is sent to a suppressed address, and since when, in words. */
export function suppressedText({ reason, detail, since }: Suppressed): string {
  const at = since.toISOString().slice(0, 16).replace('T', ' ')
  return `The address is suppressed since ${at} UTC: ${reasons[reason]}${detail ? ` (${detail})` : ''}.`
}
