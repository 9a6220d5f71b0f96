import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { type TemplateDetail, templateDetail } from './detail.ts'
import { noTemplate } from './missing.ts'
import { lockTemplate } from './next-version.ts'
import { rollBackTemplateInput, templatePath } from './schemas.ts'
import { bringBack } from './versions/bring-back.ts'

/**
 * Brings an older version back, as the next: what was published stays as it was. Throws `forbidden`, `bad_input`,
 * `not_found` for a template or a version that is not there, `conflict` for a template of git, or `unprocessable` for a
 * version of one that was forked since, whose code is gone.
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
    await bringBack(tx, ctx, locked, { version })
    return templateDetail(tx, key, null)
  })
}
