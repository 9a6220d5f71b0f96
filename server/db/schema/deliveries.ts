import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const deliveryStatuses = [
  'QUEUED',
  'HELD',
  'SENDING',
  'SENT',
  'DELIVERED',
  'BOUNCED',
  'COMPLAINED',
  'FAILED',
  'WITHHELD',
  'CANCELLED',
  'UNKNOWN',
] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

export const channels = ['email', 'push'] as const
export type Channel = (typeof channels)[number]

/** How an attempt ended; the failures are typed, and what happens next follows from the type. */
export const attemptOutcomes = [
  'sending',
  'sent',
  'transient',
  'permanent',
  'throttled',
  'provider_down',
  'unknown',
] as const
export type AttemptOutcome = (typeof attemptOutcomes)[number]

/**
 * A delivery that stands in for others: sent `afterS` seconds after they were due unless one of them was delivered, or
 * seen.
 */
export interface Fallback {
  of: string[]
  unless: 'delivered' | 'seen'
  afterS: number
}

export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid('id').primaryKey(),
    notificationId: uuid('notification_id').notNull(),
    traceId: uuid('trace_id').notNull(),
    workflowId: uuid('workflow_id'),
    workflowVersion: integer('workflow_version'),
    userId: uuid('user_id'),
    /** Null: of old ones, the template's. */
    category: text('category'),
    /** Goes out in quiet hours too. */
    critical: boolean('critical').notNull().default(false),
    channel: text('channel').$type<Channel>().notNull(),
    address: text('address').notNull(),
    status: text('status').$type<DeliveryStatus>().notNull(),
    /** Reason code of the plan or of the last failure (`not_allowed`, `smtp_550`), and the same in words. */
    reason: text('reason'),
    reasonText: text('reason_text'),
    templateKey: text('template_key').notNull(),
    templateVersion: integer('template_version').notNull(),
    locale: text('locale').notNull(),
    sender: text('sender'),
    replyTo: text('reply_to'),
    /** When it is due; the queue's job is only the trigger. */
    dueAt: instant('due_at').notNull(),
    /** Not to be sent after. */
    expiresAt: instant('expires_at'),
    /** While in the future, `leasedBy` (a worker's id) has it. */
    leasedUntil: instant('leased_until'),
    leasedBy: text('leased_by'),
    /** Tries that counted against the retry policy; throttled ones don't. */
    triesUsed: integer('tries_used').notNull().default(0),
    attemptCount: integer('attempt_count').notNull().default(0),
    provider: text('provider'),
    providerMessageId: text('provider_message_id'),
    /** What dead letters are grouped by: provider code × template version × domain. */
    fingerprint: text('fingerprint'),
    /** The delivery that this one replays, and how: `sent` (the same content) or `today` (planned anew). */
    replayOf: uuid('replay_of'),
    replayMode: text('replay_mode').$type<'sent' | 'today'>(),
    /** Null: it waits for no other. */
    fallback: jsonb('fallback').$type<Fallback>(),
    /** The delivery whose digest this one's event is in: never sent itself, it shares that one's fate. */
    digestOf: uuid('digest_of'),
    /** Others may have joined it: what is sent lists the events of all. */
    isDigest: boolean('is_digest').notNull().default(false),
    /** When the recipient opened it, or followed a link or a push message; null: nobody told. */
    seenAt: instant('seen_at'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    index('deliveries_notification_idx').on(t.notificationId),
    // What a provider's feedback names a delivery by.
    index('deliveries_provider_message_idx')
      .on(t.providerMessageId)
      .where(sql`provider_message_id is not null`),
    index('deliveries_address_idx').on(t.address, t.id),
    index('deliveries_digest_idx').on(t.digestOf).where(sql`digest_of is not null`),
    // Whose fate others share; asked with every outcome.
    index('deliveries_first_of_digest_idx').on(t.notificationId).where(sql`is_digest`),
    // What a changed preference sets free.
    index('deliveries_held_idx').on(t.userId).where(sql`status = 'HELD'`),
    index('deliveries_due_idx').on(t.dueAt).where(sql`status in ('QUEUED', 'HELD')`),
    index('deliveries_sending_idx').on(t.leasedUntil).where(sql`status = 'SENDING'`),
    index('deliveries_dead_idx')
      .on(t.id, t.fingerprint)
      .where(sql`status in ('FAILED', 'BOUNCED', 'COMPLAINED', 'UNKNOWN')`),
  ],
)

/** What was sent, as it was sent; written with the first attempt and used again by every later one. */
export const deliveryContents = pgTable('delivery_contents', {
  deliveryId: uuid('delivery_id').primaryKey(),
  from: text('from').notNull(),
  replyTo: text('reply_to'),
  subject: text('subject').notNull(),
  html: text('html').notNull(),
  text: text('text').notNull(),
  headers: jsonb('headers').$type<Record<string, string>>().notNull(),
  /** SHA-256 over subject, html and text, in hex. */
  contentHash: text('content_hash').notNull(),
})

export const attempts = pgTable(
  'attempts',
  {
    id: uuid('id').primaryKey(),
    deliveryId: uuid('delivery_id').notNull(),
    notificationId: uuid('notification_id').notNull(),
    traceId: uuid('trace_id').notNull(),
    /** 1 for a delivery's first. */
    number: integer('number').notNull(),
    provider: text('provider').notNull(),
    outcome: text('outcome').$type<AttemptOutcome>().notNull(),
    startedAt: instant('started_at').notNull(),
    durationMs: integer('duration_ms'),
    providerMessageId: text('provider_message_id'),
    errorCode: text('error_code'),
    /** The provider's own words, at most 2,000 characters. */
    error: text('error'),
  },
  (t) => [
    index('attempts_notification_idx').on(t.notificationId),
    index('attempts_delivery_idx').on(t.deliveryId),
  ],
)
