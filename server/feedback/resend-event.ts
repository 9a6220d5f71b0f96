import { z } from 'zod'
import { type FeedbackEvent, type FeedbackKind, wordsOf } from './event.ts'

// https://resend.com/docs/webhooks/event-types

const text = z.string().nullish()
/** Of mails that we send; `email.received` is about one that somebody sent to the account. */
const kinds: Record<string, FeedbackKind> = {
  'email.sent': 'sent',
  'email.delivered': 'delivered',
  'email.delivery_delayed': 'delayed',
  'email.bounced': 'hard_bounce',
  'email.suppressed': 'hard_bounce',
  'email.complained': 'complaint',
  'email.failed': 'failed',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
}

export const resendEvent = z.looseObject({
  type: z.string().min(1, 'must not be empty').max(100),
  created_at: z.string().refine(isInstant, 'must be a time'),
  data: z.looseObject({
    email_id: z.string().min(1, 'must not be empty').max(200).nullish(),
    tags: z
      .union([z.record(z.string(), text), z.array(z.looseObject({ name: text, value: text }))])
      .nullish(),
    bounce: z.looseObject({ type: text, subType: text, message: text }).nullish(),
    failed: z.looseObject({ reason: text }).nullish(),
    suppressed: z.looseObject({ type: text, message: text }).nullish(),
  }),
})
export type ResendEvent = z.output<typeof resendEvent>

/** A time that PostgreSQL keeps, too. */
function isInstant(value: string): boolean {
  const year = new Date(value).getUTCFullYear()
  return year >= 1970 && year <= 9999
}

/** What Resend says of a mail; null: an event of another sort. `id`: `svix-id`, the same for every try of theirs. */
export function fromResend(id: string, event: ResendEvent): FeedbackEvent | null {
  const { type, created_at, data } = event
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  const { email_id, bounce, failed, suppressed } = data
  if (!kind || !email_id) return null
  const soft = kind === 'hard_bounce' && /^(transient|undetermined)$/i.test(bounce?.type ?? '')
  return {
    id,
    provider: 'resend',
    type,
    kind: soft ? 'soft_bounce' : kind,
    at: new Date(created_at),
    deliveryId: taggedDelivery(data.tags),
    messageId: email_id,
    words: wordsOf(bounce?.message ?? suppressed?.message ?? failed?.reason),
  }
}

function taggedDelivery(tags: ResendEvent['data']['tags']): string | null {
  const value = Array.isArray(tags)
    ? tags.find(({ name }) => name === DELIVERY_TAG)?.value
    : tags && Object.hasOwn(tags, DELIVERY_TAG)
      ? tags[DELIVERY_TAG]
      : null
  return z.uuid().safeParse(value).data ?? null
}

/** The tag by which a mail carries its delivery's id (`delivery/providers/resend.ts`). */
const DELIVERY_TAG = 'delivery_id'
