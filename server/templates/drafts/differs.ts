import { isDeepStrictEqual } from 'node:util'
import { and, asc, desc, eq, gt } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { templateLocales, templateVersions } from '#server/db/schema/templates.ts'
import type { Draft } from './draft.ts'

/** Whether publishing the draft would change what is published. */
export async function draftDiffers(orm: Orm, draft: Draft): Promise<boolean> {
  const { key } = draft.template
  if (draft.lockVersion <= 0) return false
  const [newest] = await orm
    .select()
    .from(templateVersions)
    .where(and(eq(templateVersions.templateKey, key), gt(templateVersions.version, 0)))
    .orderBy(desc(templateVersions.version))
    .limit(1)
  if (!newest || newest.kind !== draft.kind || draft.category !== draft.template.category) return true
  if (!isDeepStrictEqual(newest.variables, draft.variables)) return true
  const locales = await orm
    .select({ locale: templateLocales.locale, source: templateLocales.source })
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, key), eq(templateLocales.version, newest.version)))
    .orderBy(asc(templateLocales.position))
  const written = draft.locales.map(({ locale, source }) => ({ locale, source }))
  return !isDeepStrictEqual(meaning(locales), meaning(written))
}

/** An override that says nothing is none. */
const meaning = (locales: { locale: string; source: object }[]) =>
  locales.filter(
    ({ source }) =>
      !('strings' in source && 'subject' in source) ||
      source.subject !== null ||
      Object.keys(source.strings as object).length > 0,
  )
