import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const sourceAuths = ['signature', 'key', 'open'] as const
export type SourceAuth = (typeof sourceAuths)[number]

/** Where a webhook source's fields are found: dotted paths (`data.order.id`, `items[0].sku`) in the body. */
export interface SourceMapping {
  /** A path, or the type of every event. */
  eventType?: { path: string } | { value: string }
  /** An e-mail address, or a user's id or external id. */
  recipient?: string
  customerId?: string
  runnerId?: string
  orderId?: string
  correlationId?: string
  sourceService?: string
}

/** A signing secret (`whsec_…`), sealed with `APP_SECRET` (`server/secrets.ts`). */
export interface SourceSecret {
  id: string
  sealed: string
  /** ISO 8601. */
  createdAt: string
  /** Null for the newest; the one before lives on until then. */
  expiresAt: string | null
}

/** A webhook endpoint of its own: `POST /webhook/{key}`. */
export const webhookSources = pgTable('webhook_sources', {
  id: uuid('id').primaryKey(),
  key: text('key').notNull().unique(),
  name: text('name').notNull(),
  auth: text('auth').$type<SourceAuth>().notNull(),
  enabled: boolean('enabled').notNull().default(true),
  secrets: jsonb('secrets').$type<SourceSecret[]>().notNull().default([]),
  mapping: jsonb('mapping').$type<SourceMapping>().notNull().default({}),
  /** Requests per minute over all web processes; null: no limit. */
  rateLimit: integer('rate_limit'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** Requests of each webhook source by minute, added up by every web process every few seconds. */
export const sourceTraffic = pgTable(
  'source_traffic',
  {
    sourceKey: text('source_key').notNull(),
    minute: instant('minute').notNull(),
    accepted: integer('accepted').notNull().default(0),
    refused: integer('refused').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.sourceKey, t.minute] })],
)

/** The latest refusals of a webhook source, without the body: a stranger may have sent it. */
export const sourceRefusals = pgTable(
  'source_refusals',
  {
    id: uuid('id').primaryKey(),
    sourceKey: text('source_key').notNull(),
    /** HTTP status. */
    status: integer('status').notNull(),
    reason: text('reason').notNull(),
    traceId: uuid('trace_id').notNull(),
  },
  (t) => [index('source_refusals_source_idx').on(t.sourceKey, t.id)],
)
