import { and, eq } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { authorise, type Context } from '#server/context.ts'
import { templateBacktests } from '#server/db/schema/templates.ts'
import { parse } from '#server/parse.ts'
import { noBacktest } from './read.ts'
import { type BacktestIdInput, backtestId } from './schemas.ts'

/** Stops a backtest; what it found stays. One that has ended stays as it is. Throws `forbidden`, `bad_input` or `not_found`. */
export async function cancelBacktest(
  ctx: Context,
  raw: BacktestIdInput,
): Promise<{ id: string; state: 'done' | 'cancelled' | 'failed' }> {
  authorise(ctx.actor, 'templates')
  const { id } = parse(backtestId, raw)
  return ctx.db.orm.transaction(async (tx) => {
    const one = eq(templateBacktests.id, id)
    const [stopped] = await tx
      .update(templateBacktests)
      .set({ state: 'cancelled', endedAt: ctx.clock.now() })
      .where(and(one, eq(templateBacktests.state, 'running')))
      .returning({ key: templateBacktests.templateKey })
    if (stopped) await audit(tx, ctx, 'template.backtest_stop', stopped.key, { id })
    const [found] = await tx.select({ state: templateBacktests.state }).from(templateBacktests).where(one)
    if (!found) throw noBacktest()
    return { id, state: found.state === 'running' ? 'cancelled' : found.state }
  })
}
