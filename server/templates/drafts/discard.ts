import { eq } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { authorise, type Context } from '#server/context.ts'
import { templateDrafts } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { newestVersion } from '../next-version.ts'
import { lockDraft } from './locked.ts'
import { type DiscardDraftInput, discardDraftInput } from './schemas.ts'

/**
 * Throws a draft away: the template is again as it was published last. Answers that version. Throws `forbidden`,
 * `bad_input`, `not_found`, `conflict` when somebody saved since, or `unprocessable` where nothing was published yet.
 */
export async function discardDraft(
  ctx: Context,
  raw: DiscardDraftInput,
): Promise<{ version: number; lockVersion: number }> {
  authorise(ctx.actor, 'templates')
  const { key, lockVersion } = parse(discardDraftInput, raw)
  return ctx.db.orm.transaction(async (tx) => {
    const draft = await lockDraft(tx, key, lockVersion)
    if (lockVersion <= 0) throw new DomainError('unprocessable', 'There is no draft: nothing was saved.')
    const version = (await newestVersion(tx, key))?.version
    if (version === undefined) {
      const message = 'This draft is all there is of the template. Archive the template instead.'
      throw new DomainError('unprocessable', message)
    }
    await tx.delete(templateDrafts).where(eq(templateDrafts.templateKey, key))
    await audit(tx, ctx, 'template.draft.discard', key, { basedOn: draft.basedOn })
    return { version, lockVersion: -version }
  })
}
