import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import type { Channel } from './deliveries.ts'

/** Letters that Unicode takes apart into no letter and mark (NFD), and what people without them on their keyboard type. */
export const plainLetters = { from: 'łøđħı', to: 'lodhi' } as const

/**
 * The words of a name, for finding it by the beginning of any of them, with or without its accents (`jose` finds José).
 * What PostgreSQL's parser would take for a host or a file (`ada.lovelace`) is split too.
 */
export const nameWords = sql.raw(`to_tsvector('simple', translate(
  replace(regexp_replace(normalize(lower(name), NFD), '[\\u0300-\\u036f]', '', 'g'), 'ß', 'ss'),
  '${plainLetters.from}./-_@:+’''', '${plainLetters.to}         '))`)

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
    // For what begins with …: the unique ones serve that only in the collation C.
    index('users_email_prefix_idx').on(sql`lower(email) text_pattern_ops`),
    index('users_external_id_prefix_idx').on(sql`lower(external_id) text_pattern_ops`),
    index('users_name_words_idx').using('gin', nameWords),
  ],
)

/** What a user chose; without a row both channels are on, no quiet hours, and categories are as they are by default. */
export const preferences = pgTable('preferences', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  emailEnabled: boolean('email_enabled').notNull().default(true),
  pushEnabled: boolean('push_enabled').notNull().default(true),
  /** `HH:MM` in the user's time zone; both or neither. An end before the start is on the next day. */
  quietHoursStart: text('quiet_hours_start'),
  quietHoursEnd: text('quiet_hours_end'),
  /** Category × channel; what is not named is as the category's default says. */
  categories: jsonb('categories')
    .$type<Record<string, Partial<Record<Channel, boolean>>>>()
    .notNull()
    .default({}),
  updatedAt: instant('updated_at').notNull(),
})

/** A browser's W3C PushSubscription. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    endpoint: text('endpoint').notNull().unique(),
    /** The client's P-256 public key and authentication secret (RFC 8291), base64url. */
    p256dh: text('p256dh').notNull(),
    auth: text('auth').notNull(),
    expiresAt: instant('expires_at'),
    /** Of the browser that subscribed on our page. */
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('push_subscriptions_user_idx').on(t.userId)],
)

/**
 * A person who is to be forgotten: what was kept of them elsewhere is still being erased. Gone when that is done.
 */
export const erasures = pgTable('erasures', {
  /** The user that was. */
  userId: uuid('user_id').primaryKey(),
  /** By what notifications name them as `customer_id`: the id and the external id. */
  names: text('names').array().notNull(),
  /** Where notifications went: the e-mail as written and in lower case, the push endpoints. */
  addresses: text('addresses').array().notNull(),
  requestedAt: instant('requested_at').notNull(),
})

/** What somebody who is no user chose on the page of their mail's link. */
export const addressPreferences = pgTable('address_preferences', {
  /** E-mail, lower case. */
  address: text('address').primaryKey(),
  /** Categories that are off. */
  off: text('off').array().notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** Links to a recipient's own page that hold no more. */
export const revokedLinks = pgTable('revoked_links', {
  /** SHA-256 of the address in lower case, in hex. */
  addressHash: text('address_hash').primaryKey(),
  /** Those made before. */
  before: instant('before').notNull(),
})

/** The key pair that push services know us by (RFC 8292), where the environment gives none: one row, `id` 1. */
export const vapidKeys = pgTable('vapid_keys', {
  id: integer('id').primaryKey(),
  /** base64url. */
  publicKey: text('public_key').notNull(),
  /** Encrypted with `APP_SECRET`. */
  privateKey: text('private_key').notNull(),
  createdAt: instant('created_at').notNull(),
})
