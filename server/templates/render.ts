import { and, eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { type TemplateKind, templateVersions } from '#server/db/schema/templates.ts'
import { DomainError, isDomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import type { RenderEmail, RenderedEmail } from '#server/rendering/render-email.ts'
import { currentTemplate } from './current.ts'
import { gitCode } from './git/code.ts'
import { noTemplate, noVersion } from './missing.ts'
import { type RenderTemplateInput, renderTemplateInput } from './schemas.ts'

/** Whom a mail that is only looked at is for. */
const SAMPLE = { name: 'Ada Lovelace', email: 'ada@example.com', timezone: null }
/** “Undetermined” (BCP 47): of a compiled template, its default locale. */
const NO_LOCALE = { git: 'en', plain: 'und', visual: 'und', code: 'und' }

/**
 * What a template makes of the data, without sending it. Throws `forbidden`, `bad_input`, `not_found` for a template or
 * version that is not there, or `unprocessable`, which names each value that is missing or does not fit,
 * or says that the code of a version of git is gone.
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
  const kind = version ? await kindOf(db.orm, key, version) : current.kind
  try {
    return await render({
      templateKey: key,
      templateVersion: version ?? current.version,
      data,
      recipient: { ...SAMPLE, locale: locale ?? NO_LOCALE[kind] },
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

/**
 * How a version is written. Throws `not_found`, or `unprocessable` for one of git whose code is not there any more: the
 * code that is would render something else.
 */
async function kindOf(orm: Orm, key: string, version: number): Promise<TemplateKind> {
  const [found] = await orm
    .select({ kind: templateVersions.kind, sourceHash: templateVersions.sourceHash })
    .from(templateVersions)
    .where(and(eq(templateVersions.templateKey, key), eq(templateVersions.version, version)))
  if (!found) throw noVersion(key, version)
  if (found.kind === 'git' && (await gitCode(key))?.sourceHash !== found.sourceHash) {
    const message = `Version ${version} of “${key}” was rendered by code that is not there any more.`
    throw new DomainError('unprocessable', message, [{ path: 'version', message }])
  }
  return found.kind
}
