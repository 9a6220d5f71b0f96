import { bigint, boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

// better-auth's tables under our names (its core schema: user, session, account, verification, rateLimit).

/** Each may do what the ones before it may; `server/context.ts` says what. */
export const memberRoles = ['viewer', 'author', 'operator', 'admin'] as const
export type MemberRole = (typeof memberRoles)[number]

export const members = pgTable('members', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  role: text('role').$type<MemberRole>().notNull().default('viewer'),
  /** To the minute, as a session's `updatedAt`; it stays when the sessions are gone. */
  lastSeenAt: instant('last_seen_at'),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
})

export const memberSessions = pgTable(
  'member_sessions',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: text('user_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('member_sessions_user_idx').on(t.userId)],
)

export const memberAccounts = pgTable(
  'member_accounts',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('member_accounts_user_idx').on(t.userId)],
)

export const memberVerifications = pgTable(
  'member_verifications',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('member_verifications_identifier_idx').on(t.identifier)],
)

/** In the database, because there may be several web processes. */
export const memberRateLimits = pgTable('member_rate_limits', {
  id: text('id').primaryKey(),
  key: text('key').notNull().unique(),
  count: integer('count').notNull(),
  lastRequest: bigint('last_request', { mode: 'number' }).notNull(),
})

/** An invitation's link is made from its id and `APP_SECRET`, so that it can be shown again and is kept nowhere. */
export const memberInvitations = pgTable('member_invitations', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  role: text('role').$type<MemberRole>().notNull(),
  /** The inviting member's name then. */
  invitedBy: text('invited_by').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  acceptedAt: instant('accepted_at'),
  revokedAt: instant('revoked_at'),
})
