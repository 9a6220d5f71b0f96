import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { type TemplateDetail, templateDetail } from './detail.ts'
import { getTemplateInput } from './schemas.ts'

/** A template, archived or not, with its versions. Throws `forbidden`, `bad_input`, `not_found`. */
export async function getTemplate(
  { db, actor }: Context,
  raw: { template_key: string; version?: number | undefined },
): Promise<TemplateDetail> {
  authorise(actor, 'templates')
  const { template_key: key, version } = parse(getTemplateInput, raw)
  return templateDetail(db.orm, key, version ?? null)
}
