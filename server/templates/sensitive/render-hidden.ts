import { and, asc, eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { templateLocales, templateVersions } from '#server/db/schema/templates.ts'
import type { App } from '#server/rendering/render-email.ts'
import { compiledSchema } from '../compile/format.ts'
import { type Recipient, type RenderedWith, renderWith } from '../render-with.ts'

const GONE = 'This mail held sensitive values; what it said is not shown.'
const NOTHING: RenderedWith = { subject: 'Hidden', html: `<p>${GONE}</p>`, text: GONE }

/**
 * A mail with its sensitive values hidden: the version rendered again with `data`, in which they are. Where it can’t be,
 * a sentence that says so.
 */
export async function renderHidden(
  orm: Orm,
  app: App,
  {
    key,
    version,
    data,
    recipient,
  }: { key: string; version: number; data: Record<string, unknown>; recipient: Recipient },
): Promise<RenderedWith> {
  const of = and(eq(templateVersions.templateKey, key), eq(templateVersions.version, version))
  const [found] = await orm.select({ kind: templateVersions.kind }).from(templateVersions).where(of)
  if (!found) return NOTHING
  const rows = await orm
    .select()
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, key), eq(templateLocales.version, version)))
    .orderBy(asc(templateLocales.position))
  const locales = rows.map(({ locale, source, compiled }) => ({
    ...{ locale, source },
    compiled: compiled === null ? null : compiledSchema.parse(compiled),
  }))
  const rendered = await renderWith({ key, kind: found.kind, locales }, { app, data, recipient })
  return 'issues' in rendered ? NOTHING : rendered
}
