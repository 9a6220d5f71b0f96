import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { webhookSources } from '#server/db/schema/sources.ts'
import { parse } from '#server/parse.ts'
import { changeSource } from './change.ts'
import type { SourceDeps } from './create.ts'
import { type UpdateSourceInput, updateSourceInput } from './schemas.ts'
import { isLive, makeSecret } from './secrets.ts'

/**
 * Changes a source's name, auth, mapping or limit, or switches it on or off. One that turns to signatures without a
 * live secret gets one, which the answer shows. Throws `forbidden`, `bad_input` or `not_found`.
 */
export async function updateSource(
  ctx: Context,
  { appSecret, live }: SourceDeps,
  raw: UpdateSourceInput,
): Promise<{ secret: string | null }> {
  authorise(ctx.actor, 'admin')
  const { key, ...changes } = parse(updateSourceInput, raw)
  return changeSource(ctx, live, key, async (tx, source, now) => {
    const secrets = source.secrets.filter((secret) => isLive(secret, now))
    const made = changes.auth === 'signature' && secrets.length === 0 ? makeSecret(appSecret, now) : null
    await tx
      .update(webhookSources)
      .set({
        ...(changes.name !== undefined && { name: changes.name }),
        ...(changes.auth !== undefined && { auth: changes.auth }),
        ...(changes.enabled !== undefined && { enabled: changes.enabled }),
        ...(changes.mapping !== undefined && { mapping: changes.mapping }),
        ...(changes.rateLimit !== undefined && { rateLimit: changes.rateLimit }),
        secrets: made ? [made.kept] : secrets,
        updatedAt: now,
      })
      .where(eq(webhookSources.id, source.id))
    return { action: 'source.update', detail: changes, answer: { secret: made?.text ?? null } }
  })
}
