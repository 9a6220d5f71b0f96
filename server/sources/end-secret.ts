import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { webhookSources } from '#server/db/schema/sources.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { changeSource } from './change.ts'
import type { SourceDeps } from './create.ts'
import { type EndSecretInput, endSecretInput } from './schemas.ts'

/**
 * Ends a rotated secret before its time. Throws `forbidden`, `not_found`, or `unprocessable` for the newest one:
 * then nobody could sign.
 */
export async function endSecret(
  ctx: Context,
  { live }: Pick<SourceDeps, 'live'>,
  raw: EndSecretInput,
): Promise<void> {
  authorise(ctx.actor, 'admin')
  const { key, secretId } = parse(endSecretInput, raw)
  await changeSource(ctx, live, key, async (tx, source, now) => {
    const secret = source.secrets.find(({ id }) => id === secretId)
    if (!secret) throw new DomainError('not_found', 'This source has no such secret; it may have ended.')
    if (secret.expiresAt === null) {
      throw new DomainError('unprocessable', 'This is the newest secret; rotate it instead.')
    }
    await tx
      .update(webhookSources)
      .set({ secrets: source.secrets.filter(({ id }) => id !== secretId), updatedAt: now })
      .where(eq(webhookSources.id, source.id))
    return { action: 'source.end_secret', answer: undefined }
  })
}
