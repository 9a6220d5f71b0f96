import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import type { templateBacktests } from '#server/db/schema/templates.ts'
import type { App } from '#server/rendering/render-email.ts'
import { publishedOf } from '../checks/check-draft.ts'
import type { Rendering } from '../compiled-draft.ts'
import { compare } from './compare-one.ts'
import { payloadsOf } from './payloads.ts'
import { snapshotSchema } from './snapshot.ts'

export interface BacktestDeps {
  db: Database
  clock: Clock
  app: App
  /** IANA; of users who have none. */
  defaultTimezone: string
}

/** Payloads per transaction: progress is seen, and a stop heard, after each. */
const CHUNK = 20
/** Of a problem. */
const PROBLEM_CHARACTERS = 500

type State = (typeof templateBacktests.$inferSelect)['state']

/**
 * Renders what of a backtest is not rendered yet; called again after a crash it goes on where it was. Ends without an
 * error when it was stopped or is gone. Answers how many renderings it made.
 */
export async function runBacktest(deps: BacktestDeps, id: string): Promise<number> {
  const { db, clock } = deps
  const [found] = await db.sql<{ template_key: string; state: State; snapshot: unknown }[]>`
    select template_key, state, snapshot from template_backtests where id = ${id}`
  if (found?.state !== 'running') return 0
  const { kind, locales, sensitive, notificationIds } = snapshotSchema.parse(found.snapshot)
  const draft: Rendering = { key: found.template_key, kind, locales }
  const published = await publishedOf(db.orm, found.template_key)
  const before = published && { key: found.template_key, kind: published.kind, locales: published.locales }
  const done = new Set(
    (
      await db.sql<{ notification_id: string }[]>`
        select distinct notification_id from template_backtest_results where backtest_id = ${id}`
    ).map((row) => row.notification_id),
  )
  const waiting = notificationIds.filter((one) => !done.has(one))
  let made = 0
  for (let i = 0; i < waiting.length; i += CHUNK) {
    const chunk = waiting.slice(i, i + CHUNK)
    const payloads = await payloadsOf(db, chunk, { sensitive, defaultTimezone: deps.defaultTimezone })
    const rows: Row[] = []
    for (const payload of payloads) {
      for (const { locale } of locales) {
        const compared = await compare({ draft, before, app: deps.app }, payload, locale)
        rows.push({
          notification_id: payload.notificationId,
          locale,
          outcome: compared.outcome,
          problem: compared.problem?.slice(0, PROBLEM_CHARACTERS) ?? null,
          missing: compared.missing,
        })
      }
    }
    const goesOn = await record(deps, id, rows)
    made += rows.length
    if (!goesOn) return made
  }
  // Of payloads that were erased since nothing was rendered.
  await db.sql`update template_backtests set state = 'done', total = done,
      ended_at = ${clock.now().toISOString()}::timestamptz
    where id = ${id} and state = 'running'`
  return made
}

interface Row {
  notification_id: string
  locale: string
  outcome: 'same' | 'changed' | 'failed'
  problem: string | null
  missing: string[]
}

/** Results and progress in one transaction. False: it was stopped. */
async function record({ db }: BacktestDeps, id: string, rows: readonly Row[]): Promise<boolean> {
  const { count } = await db.sql`
    with going as (
      select id from template_backtests where id = ${id} and state = 'running' for update
    ), kept as (
      insert into template_backtest_results (backtest_id, notification_id, locale, outcome, problem, missing)
      select going.id, x.notification_id, x.locale, x.outcome, x.problem,
        array(select jsonb_array_elements_text(x.missing))
      from going, json_to_recordset(${JSON.stringify(rows)}::text::json)
        as x(notification_id uuid, locale text, outcome text, problem text, missing jsonb)
      on conflict do nothing returning outcome
    )
    update template_backtests b set done = b.done + (select count(*) from kept),
      failed = b.failed + (select count(*) from kept where outcome = 'failed'),
      changed = b.changed + (select count(*) from kept where outcome = 'changed')
    from going where b.id = going.id`
  return count > 0
}

/** It could not be ended: a bug, which the worker's log tells of. */
export async function failBacktest({ db, clock }: BacktestDeps, id: string): Promise<void> {
  await db.sql`update template_backtests set state = 'failed', ended_at = ${clock.now().toISOString()}::timestamptz
    where id = ${id} and state = 'running'`
}
