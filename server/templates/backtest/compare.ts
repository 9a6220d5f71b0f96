import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { templateBacktests } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import type { App } from '#server/rendering/render-email.ts'
import { publishedOf } from '../checks/check-draft.ts'
import type { RenderedWith } from '../render-with.ts'
import { compare } from './compare-one.ts'
import { payloadsOf } from './payloads.ts'
import { noBacktest } from './read.ts'
import { type BacktestCompareInput, backtestCompareInput } from './schemas.ts'
import { snapshotSchema } from './snapshot.ts'

/**
 * One payload of a backtest as the published version renders it, and as the draft did when the backtest began. Throws
 * `forbidden`, `bad_input`, or `not_found` for a backtest or a payload that is gone.
 */
export async function compareInBacktest(
  { db, actor }: Context,
  { app, defaultTimezone }: { app: App; defaultTimezone: string },
  raw: BacktestCompareInput,
): Promise<{ before: RenderedWith | null; after: RenderedWith | null; problem: string | null }> {
  authorise(actor, 'read')
  const { id, notificationId, locale } = parse(backtestCompareInput, raw)
  const [found] = await db.orm.select().from(templateBacktests).where(eq(templateBacktests.id, id))
  if (!found) throw noBacktest()
  const { kind, locales, sensitive, notificationIds } = snapshotSchema.parse(found.snapshot)
  const [payload] = notificationIds.includes(notificationId)
    ? await payloadsOf(db, [notificationId], { sensitive, defaultTimezone })
    : []
  if (!payload) throw new DomainError('not_found', 'This payload is not there any more.')
  const key = found.templateKey
  const published = await publishedOf(db.orm, key)
  const { before, after, problem } = await compare(
    { draft: { key, kind, locales }, before: published && { key, ...published }, app },
    payload,
    locale,
  )
  return { before, after, problem }
}
