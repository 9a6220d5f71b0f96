import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { templates, templateVersions } from '#server/db/schema/templates.ts'
import { readGitManifest } from './git-manifest.ts'

/** Which of these templates were forked from the code, which has changed since. */
export async function outdatedForks(orm: Orm, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const forks = await orm
    .selectDistinctOn([templates.key], { key: templates.key, hash: templateVersions.sourceHash })
    .from(templates)
    .innerJoin(
      templateVersions,
      and(eq(templateVersions.templateKey, templates.key), eq(templateVersions.kind, 'git')),
    )
    .where(and(inArray(templates.key, [...keys]), ne(templates.kind, 'git')))
    .orderBy(templates.key, desc(templateVersions.version))
  if (forks.length === 0) return new Set()
  const code = new Map((await readGitManifest()).map(({ key, sourceHash }) => [key, sourceHash]))
  return new Set(forks.flatMap(({ key, hash }) => (code.has(key) && code.get(key) !== hash ? [key] : [])))
}
