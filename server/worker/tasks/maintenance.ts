import type { Task } from 'graphile-worker'
import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { countTraffic } from '#server/traffic/count.ts'

/** Months of partitions made ahead: two chances to notice that the cron stands still. */
const MONTHS_AHEAD = 2
const DELETE_AT_ONCE = 10_000
/** UTC; the hour whose run counts again what may have come back since. */
const QUIET_HOUR = 4

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

/** `templates.traffic`, of templates and workflows: the last hours, once a day all that is kept. */
export const templateTrafficTask =
  (db: Database, log: Logger, clock: Clock): Task =>
  async () => {
    const daily = clock.now().getUTCHours() === QUIET_HOUR
    const { hours } = await countTraffic(db, clock, { daily })
    log.info({ hours }, 'template_traffic.counted')
  }
