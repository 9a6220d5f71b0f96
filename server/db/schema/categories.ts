import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/**
 * What kinds of message there are, for preferences. A category that workflows or templates name and that stands here not
 * is on by default, can be switched off, and carries an unsubscribe link.
 */
export const categories = pgTable('categories', {
  key: text('key').primaryKey(),
  /** What people call it, also on the recipient's own page. */
  name: text('name').notNull(),
  /** One sentence for recipients. */
  description: text('description'),
  /** Can't be switched off, whatever a user chose. */
  required: boolean('required').notNull(),
  /** Of users who did not choose. */
  emailDefault: boolean('email_default').notNull(),
  pushDefault: boolean('push_default').notNull(),
  /** Its mail carries an unsubscribe link and RFC 8058's headers; who unsubscribed from all gets none of it. */
  unsubscribable: boolean('unsubscribable').notNull(),
  /** Goes out in quiet hours too. */
  critical: boolean('critical').notNull(),
  /** Came with Posthorn: can be changed, not deleted. */
  builtIn: boolean('built_in').notNull(),
  /** In lists, the lowest first. */
  position: integer('position').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})
