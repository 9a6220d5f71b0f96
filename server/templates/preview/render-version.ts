import { and, eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { templateVersions } from '#server/db/schema/templates.ts'
import { parse } from '#server/parse.ts'
import { closestLocale } from '../closest-locale.ts'
import type { Variables } from '../compile/declared.ts'
import { compiledSchema } from '../compile/format.ts'
import { currentTheme } from '../current-theme.ts'
import { loadDraft } from '../drafts/draft.ts'
import { noVersion } from '../missing.ts'
import { localesOf } from '../next-version.ts'
import { compiledPreview, type Preview, type PreviewDeps, renderPreview } from './render.ts'
import { type RenderVersionInput, renderVersionInput } from './schemas.ts'

/**
 * A version as it is sent, or the saved draft as it would be, put together with data: in the locale, or the closest that
 * there is, which the answer names. One of git by the code that is there. Throws `forbidden`, `bad_input`, `not_found`.
 */
export async function renderVersion(
  ctx: Context,
  deps: PreviewDeps,
  raw: RenderVersionInput,
): Promise<Preview & { locale: string }> {
  authorise(ctx.actor, 'read')
  const { key, version, locale: wanted, data } = parse(renderVersionInput, raw)
  const { orm } = ctx.db
  const theme = await currentTheme(orm)
  if (version === 'draft') {
    const { kind, variables, locales } = await loadDraft(orm, key)
    const chosen = closestLocale(locales, wanted)
    if (!chosen) throw noVersion(key, 0)
    const { locale, source } = chosen
    return { ...(await renderPreview(deps, { key, kind, source, locale, variables, theme, data })), locale }
  }
  const [found] = await orm
    .select()
    .from(templateVersions)
    .where(and(eq(templateVersions.templateKey, key), eq(templateVersions.version, version)))
  if (!found) throw noVersion(key, version)
  const locales = await localesOf(orm, found)
  const own = { locale: wanted, source: { subject: null, strings: {} }, compiled: null }
  const { locale, source, compiled } = closestLocale(locales, wanted) ?? own
  const { kind } = found
  const looked = { key, kind, source, locale, theme, data, variables: found.variables as Variables | null }
  if (kind === 'git') return { ...(await renderPreview(deps, looked)), locale }
  return { ...compiledPreview(deps, looked, compiledSchema.parse(compiled)), locale }
}
