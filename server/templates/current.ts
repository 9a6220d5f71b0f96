import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import {
  type TemplateKind,
  templateLocales,
  templates,
  templateVersions,
} from '#server/db/schema/templates.ts'

/** What of a template is sent now. */
export interface CurrentTemplate {
  key: string
  /** Of the newest version. */
  kind: TemplateKind
  category: string
  /** Its newest. */
  version: number
  /** Its default; null: a template of git, in the language of the built-in ones. */
  locale: string | null
  /** Those it has words for, the default first; empty where `locale` is null. */
  locales: string[]
}

/** The templates with these keys, each with its newest version, by key. Archived ones are left out. One statement. */
export async function currentTemplates(
  orm: Orm,
  keys: readonly string[],
): Promise<Map<string, CurrentTemplate>> {
  const wanted = [...new Set(keys)]
  if (wanted.length === 0) return new Map()
  const rows = await orm
    .selectDistinctOn([templates.key], {
      key: templates.key,
      kind: templateVersions.kind,
      category: templates.category,
      version: templateVersions.version,
      locales: sql<string[]>`array(select ${templateLocales.locale} from ${templateLocales}
        where ${templateLocales.templateKey} = ${templates.key}
          and ${templateLocales.version} = ${templateVersions.version}
        order by ${templateLocales.position})`,
    })
    .from(templates)
    .innerJoin(
      templateVersions,
      // Below 0 are those of test sends.
      and(eq(templateVersions.templateKey, templates.key), gt(templateVersions.version, 0)),
    )
    .where(and(inArray(templates.key, wanted), isNull(templates.archivedAt)))
    .orderBy(templates.key, desc(templateVersions.version))
  return new Map(rows.map((row) => [row.key, { ...row, locale: row.locales[0] ?? null }]))
}

/** The template with this key, with its newest version; null when there is none, or it is archived. */
export async function currentTemplate(orm: Orm, key: string): Promise<CurrentTemplate | null> {
  return (await currentTemplates(orm, [key])).get(key) ?? null
}
