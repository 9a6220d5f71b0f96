import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** Seconds without a heartbeat (one comes every 2) after which a worker is taken for dead. */
export const WORKER_SILENT_S = 8

/** One row per worker process; a worker whose heartbeat stopped is dead, whatever the machine it ran on. */
export const workers = pgTable('workers', {
  id: text('id').primaryKey(),
  host: text('host').notNull(),
  /** graphile-worker's pool ids: what `locked_by` of its jobs holds. */
  poolIds: text('pool_ids').array().notNull(),
  /** Each provider's circuit breaker as this worker has it: `ok`, `open`, `half-open`. */
  providers: jsonb('providers').$type<Record<string, string>>().notNull(),
  startedAt: instant('started_at').notNull(),
  heartbeatAt: instant('heartbeat_at').notNull(),
})

/** One row per web process, for what they share out among them: rate limits. */
export const webReplicas = pgTable('web_replicas', {
  id: text('id').primaryKey(),
  host: text('host').notNull(),
  startedAt: instant('started_at').notNull(),
  heartbeatAt: instant('heartbeat_at').notNull(),
})
