import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { enqueue } from '#server/queue/enqueue.ts'

/** What a test sent is kept so long. What was sent stays with its delivery, as of every mail. */
const TESTS_FOR_MS = 30 * 24 * 60 * 60_000
/** A backtest takes seconds. One that is this old and does not move has lost its job. */
const STALE_MS = 15 * 60_000
const GIVEN_UP_MS = 24 * 60 * 60_000

/**
 * Removes the versions below 0 of tests that are long over, but for each template's last: a number that came again would
 * be taken for the old one by whoever remembers that. Sets backtests going again whose job was lost; those that
 * run for a day have failed. Answers how many of each.
 */
export async function tidyTemplates({
  db,
  clock,
}: {
  db: Database
  clock: Clock
}): Promise<{ tests: number; resumed: number; failed: number }> {
  const now = clock.now().getTime()
  const at = (ago: number) => new Date(now - ago).toISOString()
  const [removed] = await db.sql<{ count: number }[]>`
    with old as (
      select v.template_key, v.version from template_versions v
      where v.version < 0 and v.created_at < ${at(TESTS_FOR_MS)}::timestamptz and exists (select from template_versions l
        where l.template_key = v.template_key and l.version < v.version)
    ), locales as (
      delete from template_locales l using old where l.template_key = old.template_key and l.version = old.version
    ), versions as (
      delete from template_versions v using old where v.template_key = old.template_key and v.version = old.version
      returning 1
    )
    select count(*)::integer as count from versions`
  const failed = await db.sql`
    update template_backtests set state = 'failed', ended_at = ${at(0)}::timestamptz
    where state = 'running' and started_at < ${at(GIVEN_UP_MS)}::timestamptz`
  const stale = await db.sql<{ id: string }[]>`
    select id from template_backtests
    where state = 'running' and started_at < ${at(STALE_MS)}::timestamptz`
  for (const { id } of stale) await enqueue(db.sql, 'templates.backtest', { id })
  return { tests: removed?.count ?? 0, resumed: stale.length, failed: failed.count }
}
