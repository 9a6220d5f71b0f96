import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { sourceRefusals, sourceTraffic, webhookSources } from '#server/db/schema/sources.ts'
import { parse } from '#server/parse.ts'
import { changeSource } from './change.ts'
import type { SourceDeps } from './create.ts'
import { type SourceKeyInput, sourceKeyInput } from './schemas.ts'

/** Deletes a source with its counts; its notifications stay. Throws `forbidden` or `not_found`. */
export async function deleteSource(
  ctx: Context,
  { live }: Pick<SourceDeps, 'live'>,
  raw: SourceKeyInput,
): Promise<void> {
  authorise(ctx.actor, 'admin')
  const { key } = parse(sourceKeyInput, raw)
  await changeSource(ctx, live, key, async (tx, source) => {
    await tx.delete(webhookSources).where(eq(webhookSources.id, source.id))
    await tx.delete(sourceTraffic).where(eq(sourceTraffic.sourceKey, key))
    await tx.delete(sourceRefusals).where(eq(sourceRefusals.sourceKey, key))
    return { action: 'source.delete', detail: { name: source.name }, answer: undefined }
  })
}
