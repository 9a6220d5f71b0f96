import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { webhookSources } from '#server/db/schema/sources.ts'
import { parse } from '#server/parse.ts'
import { changeSource } from './change.ts'
import type { SourceDeps } from './create.ts'
import { type RotateSecretInput, rotateSecretInput } from './schemas.ts'
import { isLive, makeSecret } from './secrets.ts'

const HOUR_MS = 60 * 60 * 1000

/**
 * Gives a source a new secret, which the answer shows. The one before lives on for `overlapHours` (24), or ends now
 * with 0; an older one ends now, so that there are two at most. Throws `forbidden`, `bad_input` or `not_found`.
 */
export async function rotateSecret(
  ctx: Context,
  { appSecret, live }: SourceDeps,
  raw: RotateSecretInput,
): Promise<{ secret: string; beforeUntil: string | null }> {
  authorise(ctx.actor, 'admin')
  const { key, overlapHours, secret: given } = parse(rotateSecretInput, raw)
  return changeSource(ctx, live, key, async (tx, source, now) => {
    const { text, kept } = makeSecret(appSecret, now, given)
    const before = source.secrets.find(({ expiresAt }) => expiresAt === null)
    const until = new Date(now.getTime() + overlapHours * HOUR_MS).toISOString()
    const overlapping = before ? [{ ...before, expiresAt: until }].filter((one) => isLive(one, now)) : []
    await tx
      .update(webhookSources)
      .set({ secrets: [kept, ...overlapping], updatedAt: now })
      .where(eq(webhookSources.id, source.id))
    return {
      action: 'source.rotate_secret',
      detail: { overlapHours },
      answer: { secret: text, beforeUntil: overlapping[0]?.expiresAt ?? null },
    }
  })
}
