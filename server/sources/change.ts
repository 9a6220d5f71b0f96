import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { webhookSources } from '#server/db/schema/sources.ts'
import { DomainError } from '#server/errors.ts'
import type { LiveSources } from './live.ts'

export type WebhookSource = typeof webhookSources.$inferSelect
type Transaction = Parameters<Parameters<Orm['transaction']>[0]>[0]

export const unknownSource = (key: string) =>
  new DomainError('not_found', `There is no webhook source “${key.slice(0, 60)}”.`)

/**
 * Changes one source with its row locked, writes what was done to the audit log and lets requests see it at once.
 * Throws `forbidden` or `not_found`.
 */
export async function changeSource<T>(
  ctx: Context,
  live: LiveSources,
  key: string,
  change: (
    tx: Transaction,
    source: WebhookSource,
    now: Date,
  ) => Promise<{ action: string; detail?: Record<string, unknown>; answer: T }>,
): Promise<T> {
  authorise(ctx.actor, 'admin')
  const now = ctx.clock.now()
  const answer = await ctx.db.orm.transaction(async (tx) => {
    const [source] = await tx.select().from(webhookSources).where(eq(webhookSources.key, key)).for('update')
    if (!source) throw unknownSource(key)
    const done = await change(tx, source, now)
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: done.action,
      targetId: source.id,
      detail: { key, ...done.detail },
      at: now,
    })
    return done.answer
  })
  live.forget()
  return answer
}
