import { and, eq, isNull } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { apiKeys, auditLog } from '#server/db/schema/access.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { forgetApiKey } from './authenticate.ts'
import { apiKeyId } from './schemas.ts'

/**
 * Ends a key for good: at once in this process, within 5 s in others. Again changes nothing. Throws `not_found`.
 */
export async function revokeApiKey(ctx: Context, input: { id: string }): Promise<{ name: string }> {
  authorise(ctx.actor, 'admin')
  const { id } = parse(apiKeyId, input)
  const now = ctx.clock.now()
  const name = await ctx.db.orm.transaction(async (tx) => {
    const [key] = await tx
      .select({ name: apiKeys.name })
      .from(apiKeys)
      .where(eq(apiKeys.id, id))
      .for('update')
    if (!key) throw new DomainError('not_found', 'There is no key with this id.')
    const { count } = await tx
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    if (count > 0) {
      await tx.insert(auditLog).values({
        id: newId(),
        ...actorLabel(ctx.actor),
        action: 'api_key.revoke',
        targetId: id,
        detail: { name: key.name },
        at: now,
      })
    }
    return key.name
  })
  forgetApiKey(id)
  return { name }
}
