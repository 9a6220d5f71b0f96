import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import type { Channel } from './deliveries.ts'
import type { SourceKind } from './notifications.ts'

/**
 * Where a recipient is found; the first rule that yields an address wins. `path` is dotted, from the root of the event's data.
 * `user`: the value at `path` is a user's id or external id. `setting`: an address of the configuration.
 */
export type RecipientRule =
  | { kind: 'address'; path: string }
  | { kind: 'user'; path: string }
  | { kind: 'setting'; name: 'ALERT_EMAIL' }

/** Waits in seconds before each retry of a transient failure; as many retries as there are numbers. */
export interface RetryPolicy {
  delaysS: number[]
  /** What to do with a delivery whose process died in mid-call, at a provider that can't deduplicate. */
  onUnknown: 'ask' | 'resend'
}

/** One thing that must hold of the event's data. `path` is dotted, as in a recipient rule. */
export type Condition =
  | { path: string; op: 'exists' | 'missing' }
  | {
      path: string
      op: 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains'
      value: string | number | boolean
    }
  | { path: string; op: 'in'; value: (string | number | boolean)[] }

/** All of the rules must hold, or any. */
export interface Conditions {
  match: 'all' | 'any'
  rules: Condition[]
}

/** At most so many notifications to one recipient in so many seconds. */
export interface Throttle {
  max: number
  perS: number
}

/**
 * The same event again within so many seconds is a duplicate. `path`: where in the data two events must be alike; null:
 * everywhere.
 */
export interface Duplicates {
  windowS: number
  path: string | null
}

/** What is collected into one message: for so many seconds from the first event, or until the quiet hours end. */
export type Digest = { until: 'window'; windowS: number } | { until: 'quiet_hours_end' }

/** Channels one after the other: the next, `afterS` seconds later, unless the one before was delivered, or seen. */
export interface ChannelFallback {
  afterS: number
  unless: 'delivered' | 'seen'
}

/** RFC 8030: how long a push service keeps a message, how urgent it is, and which waiting message it replaces. */
export interface PushOptions {
  ttlS: number
  urgency: 'very-low' | 'low' | 'normal' | 'high'
  /** At most 32 characters of base64url. */
  topic: string | null
}

export type WorkflowSource = SourceKind | `${SourceKind}:${string}`

export const workflows = pgTable(
  'workflows',
  {
    id: uuid('id').primaryKey(),
    key: text('key').notNull().unique(),
    name: text('name').notNull(),
    /** Null: used only when named. */
    eventType: text('event_type'),
    /** Kinds, or one of a kind: `webhook`, `webhook:shop`, `kafka:order-events`. */
    sources: text('sources').array().$type<WorkflowSource[]>().notNull(),
    enabled: boolean('enabled').notNull().default(true),
    category: text('category').notNull(),
    channels: text('channels').array().$type<Channel[]>().notNull(),
    templateKey: text('template_key').notNull(),
    recipients: jsonb('recipients').$type<RecipientRule[]>().notNull(),
    /** Null: `EMAIL_FROM`. */
    sender: text('sender'),
    replyTo: text('reply_to'),
    retry: jsonb('retry').$type<RetryPolicy>().notNull(),
    description: text('description'),
    /** Goes out in quiet hours too, and is never throttled. */
    critical: boolean('critical').notNull().default(false),
    /** Null: whatever the event holds. */
    conditions: jsonb('conditions').$type<Conditions>(),
    /** Seconds from the event until it is sent. */
    delayS: integer('delay_s'),
    throttle: jsonb('throttle').$type<Throttle>(),
    duplicates: jsonb('duplicates').$type<Duplicates>(),
    digest: jsonb('digest').$type<Digest>(),
    /** Null: on all channels at once. */
    fallback: jsonb('fallback').$type<ChannelFallback>(),
    /** Null: a day, normal, no topic. */
    push: jsonb('push').$type<PushOptions>(),
    /** Counts the changes; each is kept in `workflow_versions`. */
    version: integer('version').notNull().default(1),
    updatedByName: text('updated_by_name'),
    /** Archived ones start nothing any more, and are kept for what they sent. */
    archivedAt: instant('archived_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('workflows_event_type_idx').on(t.eventType)],
)

/** A workflow as it was from one change to the next; it is archived, never deleted. */
export const workflowVersions = pgTable(
  'workflow_versions',
  {
    workflowId: uuid('workflow_id').notNull(),
    version: integer('version').notNull(),
    /** `workflowDefinition` of server/workflows/schemas.ts. */
    definition: jsonb('definition').$type<Record<string, unknown>>().notNull(),
    /** What its author says of it. */
    note: text('note'),
    /** The version that this one brings back. */
    restores: integer('restores'),
    author: text('author').notNull(),
    authorName: text('author_name').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workflowId, t.version] })],
)

/** As `template_traffic`, by workflow: what it sent, on every channel. */
export const workflowTraffic = pgTable(
  'workflow_traffic',
  {
    hour: instant('hour').notNull(),
    workflowId: uuid('workflow_id').notNull(),
    /** Accepted by a provider and not returned. */
    sent: integer('sent').notNull(),
    /** Failed for good, or returned. */
    failed: integer('failed').notNull(),
  },
  (t) => [primaryKey({ columns: [t.hour, t.workflowId] })],
)
