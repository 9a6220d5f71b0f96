import { and, desc, eq, gt } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { templates, templateVersions } from '#server/db/schema/templates.ts'
import { newestVersion } from '../next-version.ts'
import type { StudioGit } from '../studio.ts'
import { gitCode } from './code.ts'

/**
 * What `emails/` has of a template for its page in the studio; null for one that never came from there, or whose file
 * is gone.
 */
export async function gitStudio(orm: Orm, key: string): Promise<StudioGit | null> {
  const code = await gitCode(key)
  if (!code) return null
  const [template] = await orm
    .select({ version: templateVersions.version, sourceHash: templateVersions.sourceHash })
    .from(templates)
    .innerJoin(templateVersions, eq(templateVersions.templateKey, templates.key))
    .where(and(eq(templates.key, key), eq(templateVersions.kind, 'git'), gt(templateVersions.version, 0)))
    .orderBy(desc(templateVersions.version))
    .limit(1)
  if (!template) return null
  const forked = (await newestVersion(orm, key))?.kind !== 'git'
  return {
    version: template.version,
    // The subject has a field of its own.
    strings: code.strings.filter(({ name }) => name !== 'subject'),
    subject: code.strings.find(({ name }) => name === 'subject')?.text ?? '',
    newerCode: forked && template.sourceHash !== code.sourceHash,
    forked,
    code: code.code,
    sample: code.sample,
  }
}
