import { and, eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { templateVersions } from '#server/db/schema/templates.ts'
import { parse } from '#server/parse.ts'
import type { Variables } from './compile/declared.ts'
import { type TemplateDetail, templateDetail } from './detail.ts'
import { noTemplate, noVersion } from './missing.ts'
import { insertVersion, localesOf, lockTemplate } from './next-version.ts'
import { rollBackTemplateInput, templatePath } from './schemas.ts'

/**
 * Brings an older version back, as the next: what was published stays as it was. Throws `forbidden`, `bad_input`,
 * `not_found` for a template or a version that is not there, or `conflict` for a template of git.
 */
export async function rollBackTemplate(
  ctx: Context,
  raw: { template_key: string; version: number },
): Promise<TemplateDetail> {
  authorise(ctx.actor, 'templates')
  const { template_key: key } = parse(templatePath, raw)
  const { version } = parse(rollBackTemplateInput, raw)
  return ctx.db.orm.transaction(async (tx) => {
    const locked = await lockTemplate(tx, key)
    if (locked.template.archivedAt) throw noTemplate(key)
    const [old] = await tx
      .select()
      .from(templateVersions)
      .where(and(eq(templateVersions.templateKey, key), eq(templateVersions.version, version)))
    if (!old) throw noVersion(key, version)
    await insertVersion(tx, ctx, locked, {
      variables: old.variables as Variables | null,
      locales: await localesOf(tx, old),
      restores: version,
    })
    return templateDetail(tx, key, null)
  })
}
