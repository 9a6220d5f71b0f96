import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, instant } from './columns.ts'

export const notificationStatuses = [
  'PENDING',
  'QUEUED',
  'SENT',
  'PARTIAL',
  'FAILED',
  'UNKNOWN',
  'RECORDED',
  'WITHHELD',
  'SCHEDULED',
  'CANCELLED',
] as const
export type NotificationStatus = (typeof notificationStatuses)[number]

/** `send-notification`: the audit log's HTTP endpoint, which workflows do not listen to unless they name it. */
export const sourceKinds = ['webhook', 'api', 'kafka', 'sql', 'dashboard', 'send-notification'] as const
export type SourceKind = (typeof sourceKinds)[number]

export const notifications = pgTable(
  'notifications',
  {
    id: uuid('id').primaryKey(),
    status: text('status').$type<NotificationStatus>().notNull().default('PENDING'),
    /** Why it has this status, in words for a person. */
    statusReason: text('status_reason'),
    eventType: text('event_type'),
    source: text('source').$type<SourceKind>().notNull(),
    /** Which one of its kind: the webhook endpoint's name, the API key's, the Kafka topic. */
    sourceName: text('source_name'),
    traceId: uuid('trace_id').notNull(),
    workflowId: uuid('workflow_id'),
    userId: uuid('user_id'),
    /** Whom it went to, for the list and for search: the first delivery's address. Written by planning. */
    recipient: text('recipient'),
    customerId: text('customer_id'),
    runnerId: text('runner_id'),
    orderId: text('order_id'),
    correlationId: text('correlation_id'),
    sourceService: text('source_service'),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    /** Whom its source's mapping names: an e-mail address, or a user's id or external id. */
    addressee: text('addressee'),
    /** Not to be sent before. */
    scheduledAt: instant('scheduled_at'),
    /** Not to be sent after. */
    expiresAt: instant('expires_at'),
    errorMessage: text('error_message'),
    createdAt: instant('created_at').notNull(),
    plannedAt: instant('planned_at'),
    sentAt: instant('sent_at'),
    /** How it was decided (`PlanStep`s of `server/planning/types.ts`), in the order of the looking. */
    plan: jsonb('plan').$type<unknown[]>(),
    /** Since when it holds nothing personal any more: the user was deleted. */
    erasedAt: instant('erased_at'),
    /** It holds sensitive values (`server/templates/sensitive`), which are hidden, and erased when it has ended. */
    sensitive: boolean('sensitive').notNull().default(false),
    /** The variables whose values are gone since; null: none. */
    sensitiveErased: text('sensitive_erased').array(),
  },
  (t) => [
    // Each serves one filter of the dashboard. SENT, the bulk, is found by walking the primary key.
    index('notifications_status_idx').on(t.status, t.id).where(sql`status <> 'SENT'`),
    index('notifications_event_type_idx').on(t.eventType, t.id),
    index('notifications_source_idx').on(t.source, t.id),
    index('notifications_webhook_idx').on(t.sourceName, t.id).where(sql`source = 'webhook'`),
    index('notifications_user_idx').on(t.userId, t.id).where(sql`user_id is not null`),
    index('notifications_trace_idx').on(t.traceId),
    index('notifications_recipient_idx').on(t.recipient, t.id).where(sql`recipient is not null`),
    index('notifications_order_idx').on(t.orderId, t.id).where(sql`order_id is not null`),
    // Few: erased ones leave it.
    index('notifications_sensitive_idx').on(t.id).where(sql`sensitive`),
    index('notifications_correlation_idx').on(t.correlationId, t.id).where(sql`correlation_id is not null`),
  ],
)

/** Kept for 24 h; an expired key is taken over by the next request that brings it. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** Credential, method and path after aliasing. */
    scope: text('scope').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of the request body as sent. */
    bodyHash: bytea('body_hash').notNull(),
    /** Of a call that accepted one notification; else its whole answer stands in `answer`, the body as text. */
    notificationId: uuid('notification_id'),
    answer: jsonb('answer').$type<{ status: number; body: string }>(),
    traceId: uuid('trace_id').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.scope, t.key] }),
    index('idempotency_keys_expires_idx').on(t.expiresAt),
    // Answers about a user, to be found when that user is erased. Ingest's own rows have none.
    index('idempotency_keys_user_idx')
      .on(sql`substring(answer ->> 'body' from '"user_id":"([0-9a-f-]{36})"')`)
      .where(sql`answer is not null`),
  ],
)
