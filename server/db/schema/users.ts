import { sql } from 'drizzle-orm'
import { pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    /** The caller's own id of this person (`patient_id`, `user_id` …). */
    externalId: text('external_id'),
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    /** BCP 47. */
    language: text('language'),
    /** IANA; null: `DEFAULT_TIMEZONE`. */
    timezone: text('timezone'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('users_external_id_key').on(t.externalId),
    uniqueIndex('users_email_key').on(sql`lower(email)`),
  ],
)
