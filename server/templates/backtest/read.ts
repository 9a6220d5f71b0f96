import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { idBounds, idTime } from '#server/db/ids.ts'
import { templateBacktestResults, templateBacktests } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { type TemplateKeyInput, templateKeyInput } from '../checks/schemas.ts'
import { type BacktestResultsInput, backtestResultsInput } from './schemas.ts'

/** So many variables are told of, those that most payloads lack. */
const MISSING = 50
const PAGE = 50

export interface Backtest {
  id: string
  state: 'running' | 'done' | 'cancelled' | 'failed'
  /** Renderings: payloads × languages. */
  total: number
  done: number
  failed: number
  changed: number
  startedAt: Date
  endedAt: Date | null
  lockVersion: number
  startedByName: string | null
  /** What payloads lack, and how many renderings failed for it. */
  missing: { path: string; count: number }[]
}

/** The template's newest backtest; null: there was none. Throws `forbidden` or `bad_input`. */
export async function newestBacktest(
  { db, actor }: Context,
  raw: TemplateKeyInput,
): Promise<Backtest | null> {
  authorise(actor, 'read')
  const { key } = parse(templateKeyInput, raw)
  const { snapshot: _, templateKey: __, ...columns } = columnsOf
  const [found] = await db.orm
    .select(columns)
    .from(templateBacktests)
    .where(eq(templateBacktests.templateKey, key))
    .orderBy(desc(templateBacktests.id))
    .limit(1)
  if (!found) return null
  const missing = await db.sql<{ path: string; count: number }[]>`
    select path, count(*)::integer as count from template_backtest_results, unnest(missing) as path
    where backtest_id = ${found.id} group by path order by count desc, path limit ${MISSING}`
  return { ...found, missing: [...missing] }
}

const columnsOf = {
  id: templateBacktests.id,
  templateKey: templateBacktests.templateKey,
  state: templateBacktests.state,
  total: templateBacktests.total,
  done: templateBacktests.done,
  failed: templateBacktests.failed,
  changed: templateBacktests.changed,
  startedAt: templateBacktests.startedAt,
  endedAt: templateBacktests.endedAt,
  lockVersion: templateBacktests.lockVersion,
  startedByName: templateBacktests.startedByName,
  snapshot: templateBacktests.snapshot,
}

export interface BacktestResult {
  notificationId: string
  locale: string
  outcome: 'same' | 'changed' | 'failed'
  problem: string | null
  missing: string[]
  createdAt: Date
  /** Null for one that is gone by now. */
  type: string | null
}

/** A page of a backtest's results, the newest payloads first. Throws `forbidden`, `bad_input` or `not_found`. */
export async function backtestResults(
  { db, actor }: Context,
  raw: BacktestResultsInput,
): Promise<{ results: BacktestResult[]; nextCursor: string | null }> {
  authorise(actor, 'read')
  const { id, outcome, cursor } = parse(backtestResultsInput, raw)
  const one = eq(templateBacktests.id, id)
  if ((await db.orm.$count(templateBacktests, one)) === 0) throw noBacktest()
  const { backtestId, notificationId, locale } = templateBacktestResults
  const [afterId = null, afterLocale = null] = cursor?.split(' ') ?? []
  const rows = await db.orm
    .select()
    .from(templateBacktestResults)
    .where(
      and(
        eq(backtestId, id),
        outcome && eq(templateBacktestResults.outcome, outcome),
        afterId === null
          ? undefined
          : sql`(${notificationId} < ${afterId}::uuid or (${notificationId} = ${afterId}::uuid and ${locale} > ${afterLocale}))`,
      ),
    )
    .orderBy(desc(notificationId), asc(locale))
    .limit(PAGE + 1)
  const page = rows.slice(0, PAGE)
  const ids = page.map((row) => row.notificationId)
  const { low, high } = idBounds(ids)
  const types = await db.sql<{ id: string; event_type: string | null }[]>`
    select id, event_type from notifications where id = any(${ids}::uuid[]) and id between ${low} and ${high}`
  const typeOf = new Map(types.map((row) => [row.id, row.event_type]))
  const last = page.at(-1)
  return {
    results: page.map(({ backtestId: _, ...row }) => ({
      ...row,
      createdAt: idTime(row.notificationId),
      type: typeOf.get(row.notificationId) ?? null,
    })),
    nextCursor: rows.length > PAGE && last ? `${last.notificationId} ${last.locale}` : null,
  }
}

export const noBacktest = () => new DomainError('not_found', 'There is no backtest with this id any more.')
