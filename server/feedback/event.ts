/** What a provider told of a mail; the later in this list, the more it says of how the mail ended. */
export const feedbackKinds = [
  'opened',
  'clicked',
  'delayed',
  'sent',
  'delivered',
  'failed',
  'soft_bounce',
  'hard_bounce',
  'complaint',
] as const
export type FeedbackKind = (typeof feedbackKinds)[number]

/** One event from a provider. */
export interface FeedbackEvent {
  /** The provider's own id of the event: the same one again changes nothing. */
  id: string
  provider: 'resend' | 'smtp' | 'webpush'
  /** As the provider calls it: `email.bounced`. */
  type: string
  kind: FeedbackKind
  /** When it happened, as the provider says. */
  at: Date
  /** Which mail it is about: our own id, or else the provider's. */
  deliveryId: string | null
  messageId: string | null
  /** The provider's own words, at most 500 characters. */
  words: string | null
}

/** A provider's words as they are kept: on one line, and not endless. */
export function wordsOf(text: unknown): string | null {
  if (typeof text !== 'string') return null
  const line = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 500)
  return line === '' ? null : line.toWellFormed()
}
