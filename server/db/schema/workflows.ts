import { boolean, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
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
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('workflows_event_type_idx').on(t.eventType)],
)
