import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, instant } from './columns.ts'

export const scopes = ['ingest', 'read', 'users', 'templates', 'admin'] as const
export type Scope = (typeof scopes)[number]

/** The key itself is shown once and not kept. */
export const apiKeys = pgTable('api_keys', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  /** The first characters, to tell keys apart. */
  prefix: text('prefix').notNull(),
  /** SHA-256: the key has 256 random bits, so a slow hash would add nothing. */
  hash: bytea('hash').notNull().unique(),
  scopes: text('scopes').array().$type<Scope[]>().notNull(),
  /** Requests per minute over all web processes; null: no limit. */
  rateLimit: integer('rate_limit'),
  /** To the minute: written at most once in one. */
  lastUsedAt: instant('last_used_at'),
  createdAt: instant('created_at').notNull(),
  revokedAt: instant('revoked_at'),
})

/** Who did what, to what, when. Written in the transaction of what was done. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: uuid('id').primaryKey(),
    /** `member:<id>`, `key:<id>` or `system`, and its name then. */
    actor: text('actor').notNull(),
    actorName: text('actor_name').notNull(),
    /** `notification.replay`, `delivery.retry` … */
    action: text('action').notNull(),
    targetId: text('target_id').notNull(),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('audit_log_target_idx').on(t.targetId)],
)
