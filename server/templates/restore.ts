import { eq } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { authorise, type Context } from '#server/context.ts'
import { templates } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { type TemplateKeyInput, templateKeyInput } from './drafts/schemas.ts'
import { lockTemplate } from './next-version.ts'

/**
 * Takes a template out of the archive, with all it was. Throws `forbidden`, `bad_input`, `not_found`, or `conflict` for
 * one that is not archived.
 */
export async function restoreTemplate(ctx: Context, raw: TemplateKeyInput): Promise<{ key: string }> {
  authorise(ctx.actor, 'templates')
  const { key } = parse(templateKeyInput, raw)
  await ctx.db.orm.transaction(async (tx) => {
    const { template } = await lockTemplate(tx, key)
    if (!template.archivedAt) throw new DomainError('conflict', `The template “${key}” is not archived.`)
    await tx.update(templates).set({ archivedAt: null }).where(eq(templates.key, key))
    await audit(tx, ctx, 'template.restore', key)
  })
  return { key }
}
