import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import type { Channel } from './deliveries.ts'

// What planning remembers from one notification to the next. `recipient`: a user's id, or for somebody who is no user
// the SHA-256 of the address in lower case, in hex.

/** Written only for workflows that throttle or look for duplicates. */
export const plannedLately = pgTable(
  'planned_lately',
  {
    workflowId: uuid('workflow_id').notNull(),
    recipient: text('recipient').notNull(),
    notificationId: uuid('notification_id').notNull(),
    /** What makes two events the same, SHA-256 in hex; null where the workflow does not ask. */
    fingerprint: text('fingerprint'),
    at: instant('at').notNull(),
    /** Of no use to anybody after. */
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workflowId, t.recipient, t.notificationId] }),
    index('planned_lately_expires_idx').on(t.expiresAt),
    // Of one recipient (an alert's address) there may be very many.
    index('planned_lately_fingerprint_idx')
      .on(t.workflowId, t.recipient, t.fingerprint, t.at)
      .where(sql`fingerprint is not null`),
  ],
)

/**
 * The digest that collects now, of a workflow for a recipient on a channel: events join its first delivery (`deliveries.
 * digest_of`) until it closes, under this row's lock. Closed, the next event opens another.
 */
export const digests = pgTable(
  'digests',
  {
    workflowId: uuid('workflow_id').notNull(),
    /** Followed by more where there are several for one: ` stand-in`, and of push messages the endpoint's hash. */
    recipient: text('recipient').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    /** The one that will be sent. */
    deliveryId: uuid('delivery_id').notNull(),
    dueAt: instant('due_at').notNull(),
    /** Events in it. */
    count: integer('count').notNull(),
    closed: boolean('closed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workflowId, t.recipient, t.channel] }),
    index('digests_delivery_idx').on(t.deliveryId),
  ],
)
