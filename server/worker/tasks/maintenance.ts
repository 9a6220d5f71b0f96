import type { Task } from 'graphile-worker'
import type { Database } from '#server/db/client.ts'
import type { Logger } from '#server/telemetry/logger.ts'

/** Months of partitions made ahead: two chances to notice that the cron stands still. */
const MONTHS_AHEAD = 2
const DELETE_AT_ONCE = 10_000

/** `maintenance.partitions`. */
export const partitionsTask =
  (db: Database, log: Logger): Task =>
  async () => {
    const [row] = await db.sql<{ made: number }[]>`select make_partitions(${MONTHS_AHEAD}) as made`
    log.info({ made: row?.made }, 'partitions.made')
  }

/** `maintenance.idempotency_keys`: in pieces, so that no statement holds many locks. */
export const idempotencyKeysTask =
  (db: Database, log: Logger): Task =>
  async () => {
    let deleted = 0
    for (;;) {
      const { count } = await db.sql`delete from idempotency_keys where (scope, key) in
        (select scope, key from idempotency_keys where expires_at < now() limit ${DELETE_AT_ONCE})`
      deleted += count
      if (count < DELETE_AT_ONCE) break
    }
    log.info({ deleted }, 'idempotency_keys.deleted')
  }

/** `maintenance.source_traffic`: counts by the minute, of which the dashboard shows a day. */
export const sourceTrafficTask =
  (db: Database, log: Logger): Task =>
  async () => {
    const { count } = await db.sql`delete from source_traffic where minute < now() - interval '7 days'`
    // Another process may have written some just after their source was deleted.
    await db.sql`delete from source_refusals r where source_key <> 'events'
      and not exists (select from webhook_sources s where s.key = r.source_key)`
    log.info({ deleted: count }, 'source_traffic.deleted')
  }
