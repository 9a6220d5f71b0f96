import { and, eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { templateVersions } from '#server/db/schema/templates.ts'
import { DomainError, isDomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import type { RenderEmail, RenderedEmail } from '#server/rendering/render-email.ts'
import { currentTemplate } from './current.ts'
import { noTemplate, noVersion } from './missing.ts'
import { type RenderTemplateInput, renderTemplateInput } from './schemas.ts'

/** Whom a mail that is only looked at is for. */
const SAMPLE = { name: 'Ada Lovelace', email: 'ada@example.com', timezone: null }
/** “Undetermined” (BCP 47): of a compiled template, its default locale. */
const NO_LOCALE = { git: 'en', plain: 'und', visual: 'und', code: 'und' }

/**
 * What a template makes of the data, without sending it. Throws `forbidden`, `bad_input`, `not_found` for a template or
 * version that is not there, or `unprocessable`, which names each value that is missing or does not fit.
 */
export async function renderTemplate<Rendered extends RenderedEmail>(
  { db, actor }: Context,
  render: (input: Parameters<RenderEmail>[0]) => Promise<Rendered>,
  raw: RenderTemplateInput,
): Promise<Rendered> {
  authorise(actor, 'templates')
  const { template_key: key, message_data: data, locale, version } = parse(renderTemplateInput, raw)
  const current = await currentTemplate(db.orm, key)
  if (!current) throw noTemplate(key)
  if (version && version !== current.version) {
    const of = and(eq(templateVersions.templateKey, key), eq(templateVersions.version, version))
    if ((await db.orm.$count(templateVersions, of)) === 0) throw noVersion(key, version)
    if (current.kind === 'git') {
      const message = `The template “${key}” comes with the code: of its versions only ${current.version} is there.`
      throw new DomainError('unprocessable', message, [{ path: 'version', message }])
    }
  }
  try {
    return await render({
      templateKey: key,
      templateVersion: version ?? current.version,
      data,
      recipient: { ...SAMPLE, locale: locale ?? NO_LOCALE[current.kind] },
    })
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'unprocessable') throw error
    throw new DomainError(
      'unprocessable',
      error.message,
      error.issues.map(({ path, message }) => ({
        path: path ? `message_data.${path}` : 'message_data',
        message,
      })),
    )
  }
}
