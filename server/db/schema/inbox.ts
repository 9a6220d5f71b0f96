import { sql } from 'drizzle-orm'
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** Mail that the built-in inbox has taken. Its content is the delivery's. */
export const inboxMessages = pgTable(
  'inbox_messages',
  {
    deliveryId: uuid('delivery_id').primaryKey(),
    to: text('to').notNull(),
    receivedAt: instant('received_at').notNull(),
    readAt: instant('read_at'),
  },
  (t) => [index('inbox_messages_unread_idx').on(t.deliveryId).where(sql`read_at is null`)],
)
