import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { templateBacktests, templates } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { enqueue, enqueueByIndex } from '#server/queue/enqueue.ts'
import { type TemplateKeyInput, templateKeyInput } from '../checks/schemas.ts'
import { compiledDraft } from '../compiled-draft.ts'
import { currentTheme } from '../current-theme.ts'
import { loadDraft } from '../drafts/draft.ts'
import { sensitivePaths } from '../sensitive/hide.ts'
import { payloadIds } from './payloads.ts'
import type { Snapshot } from './snapshot.ts'

/** So many of a template are kept, the newest. */
const KEPT = 5

/**
 * Begins to render the draft, as it is saved now, on the newest payloads of its workflows, in each of its languages; a
 * worker does it. Throws `forbidden`, `bad_input`, `not_found`, `unprocessable` for a draft that does not compile, or
 * `conflict` while one is running.
 */
export async function startBacktest(ctx: Context, raw: TemplateKeyInput): Promise<{ id: string }> {
  authorise(ctx.actor, 'templates')
  const { key } = parse(templateKeyInput, raw)
  const draft = await loadDraft(ctx.db.orm, key)
  const { kind, locales } = await compiledDraft(draft, await currentTheme(ctx.db.orm))
  const notificationIds = await payloadIds(ctx.db, key)
  const snapshot: Snapshot = { kind, locales, sensitive: sensitivePaths(draft.variables), notificationIds }
  const id = newId()
  const now = ctx.clock.now()
  const total = notificationIds.length * locales.length
  await inTransaction(ctx.db, async (db) => {
    // Of two who start at once the second waits, and is told.
    await db.orm.select().from(templates).where(eq(templates.key, key)).for('update')
    const own = eq(templateBacktests.templateKey, key)
    const running = and(own, eq(templateBacktests.state, 'running'))
    if ((await db.orm.$count(templateBacktests, running)) > 0) {
      throw new DomainError('conflict', `A backtest of “${key}” is running; wait for it, or stop it.`)
    }
    await db.orm.insert(templateBacktests).values({
      ...{ id, templateKey: key, total, done: 0, failed: 0, changed: 0 },
      state: total === 0 ? 'done' : 'running',
      lockVersion: draft.lockVersion,
      snapshot,
      startedByName: ctx.actor.kind === 'member' ? ctx.actor.name : null,
      startedAt: now,
      endedAt: total === 0 ? now : null,
    })
    const old = db.orm
      .select({ id: templateBacktests.id })
      .from(templateBacktests)
      .where(and(own, ne(templateBacktests.state, 'running')))
      .orderBy(desc(templateBacktests.id))
      .offset(KEPT - (total === 0 ? 0 : 1))
    await db.orm.delete(templateBacktests).where(inArray(templateBacktests.id, old))
    await audit(db.orm, ctx, 'template.backtest', key, { id, renderings: total })
    if (total === 0) return
    await enqueueByIndex(db.sql)
    await enqueue(db.sql, 'templates.backtest', { id })
  })
  return { id }
}
