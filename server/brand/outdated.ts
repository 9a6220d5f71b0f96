import { and, asc, desc, eq, gt, inArray, isNull, lt } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { brandThemes, templates, templateVersions } from '#server/db/schema/templates.ts'

/**
 * The templates whose newest version was published before the theme was saved, by key: those of the studio alone, since
 * plain ones and those of git have a look of their own. Archived ones are left out.
 */
export async function outdatedTemplates(orm: Orm): Promise<{ key: string; name: string | null }[]> {
  const newest = orm
    .selectDistinctOn([templateVersions.templateKey], {
      key: templateVersions.templateKey,
      kind: templateVersions.kind,
      createdAt: templateVersions.createdAt,
    })
    .from(templateVersions)
    .where(gt(templateVersions.version, 0))
    .orderBy(templateVersions.templateKey, desc(templateVersions.version))
    .as('newest')
  return orm
    .select({ key: templates.key, name: templates.name })
    .from(templates)
    .innerJoin(newest, eq(newest.key, templates.key))
    .innerJoin(brandThemes, lt(newest.createdAt, brandThemes.updatedAt))
    .where(and(isNull(templates.archivedAt), inArray(newest.kind, ['visual', 'code'])))
    .orderBy(asc(templates.key))
}
