import { and, asc, desc, eq, gt, inArray } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import {
  type TemplateKind,
  type TemplateSource,
  templateLocales,
  templates,
  templateVersions,
} from '#server/db/schema/templates.ts'
import { noTemplate, noVersion } from './missing.ts'

/** So many versions are told of, the newest. */
const TOLD = 200

export interface TemplateVersion {
  version: number
  /** The default first; none for a template of git. */
  locales: string[]
  restores: number | null
  author: string | null
  createdAt: Date
}

export interface TemplateDetail {
  key: string
  kind: TemplateKind
  name: string | null
  category: string
  description: string | null
  createdAt: Date
  archivedAt: Date | null
  /** The version that is told of here: the newest unless another was asked for. */
  version: number
  variables: Record<string, unknown> | null
  /** Its texts, the default locale first; none for a template of git. */
  locales: { locale: string; source: TemplateSource }[]
  /** Newest first. */
  versions: TemplateVersion[]
}

/** A template with one of its versions (null: the newest). Throws `not_found`. */
export async function templateDetail(orm: Orm, key: string, wanted: number | null): Promise<TemplateDetail> {
  const [template] = await orm.select().from(templates).where(eq(templates.key, key))
  const versions = await orm
    .select()
    .from(templateVersions)
    .where(and(eq(templateVersions.templateKey, key), gt(templateVersions.version, 0)))
    .orderBy(desc(templateVersions.version))
    .limit(TOLD)
  const version = wanted ?? versions[0]?.version
  if (!template || version === undefined) throw noTemplate(key)
  const [chosen] =
    wanted === null
      ? versions
      : await orm
          .select()
          .from(templateVersions)
          .where(and(eq(templateVersions.templateKey, key), eq(templateVersions.version, wanted)))
  if (!chosen) throw noVersion(key, version)
  const told = [...new Set([version, ...versions.map((one) => one.version)])]
  const locales = await orm
    .select({ version: templateLocales.version, locale: templateLocales.locale })
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, key), inArray(templateLocales.version, told)))
    .orderBy(asc(templateLocales.position))
  const texts = await orm
    .select({ locale: templateLocales.locale, source: templateLocales.source })
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, key), eq(templateLocales.version, version)))
    .orderBy(asc(templateLocales.position))
  return {
    ...template,
    version,
    variables: chosen.variables,
    kind: chosen.kind,
    locales: texts,
    versions: versions.map((one) => ({
      version: one.version,
      locales: locales.flatMap(({ version: of, locale }) => (of === one.version ? [locale] : [])),
      restores: one.restores,
      author: one.authorName,
      createdAt: one.createdAt,
    })),
  }
}
