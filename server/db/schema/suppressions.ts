import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import type { Channel } from './deliveries.ts'

export const suppressionReasons = ['hard_bounce', 'complaint', 'unsubscribed', 'manual'] as const
export type SuppressionReason = (typeof suppressionReasons)[number]

/** An address that must not be sent to. */
export const suppressions = pgTable(
  'suppressions',
  {
    id: uuid('id').notNull().unique(),
    channel: text('channel').$type<Channel>().notNull(),
    /** Lower case. */
    address: text('address').notNull(),
    reason: text('reason').$type<SuppressionReason>().notNull(),
    /** What the provider or the person said. */
    detail: text('detail'),
    /** The delivery that it came from. */
    deliveryId: uuid('delivery_id'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.address] })],
)

/** What providers told of deliveries, each event once. */
export const providerEvents = pgTable(
  'provider_events',
  {
    /** The provider's own id of the event. */
    id: text('id').notNull(),
    provider: text('provider').notNull(),
    type: text('type').notNull(),
    /** When it happened, as the provider says. */
    at: instant('at').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Null: no delivery of ours, or none whose own outcome is recorded yet. */
    deliveryId: uuid('delivery_id'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.provider, t.id] }),
    index('provider_events_delivery_idx').on(t.deliveryId),
    // What the sweep tries again to match.
    index('provider_events_unmatched_idx').on(t.receivedAt).where(sql`delivery_id is null`),
  ],
)
