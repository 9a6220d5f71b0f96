import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { templateLocales, templates, templateVersions } from '#server/db/schema/templates.ts'
import { knownTexts } from './git/known-texts.ts'
import { type GitTemplate, readGitManifest } from './git-manifest.ts'

/**
 * Makes the templates of `emails/` known: a row for each key, and a next version for each whose compiled code is not
 * that of its newest one, with what locales say otherwise. A key that somebody published a template by before stays
 * theirs, and so does one whose newest version is a fork. Answers the keys that got a new version.
 */
export async function registerGitTemplates(ctx: Context): Promise<string[]> {
  const manifest = await readGitManifest()
  const now = ctx.clock.now()
  return ctx.db.orm.transaction(async (tx) => {
    const changed: string[] = []
    for (const template of manifest) {
      const { key, sourceHash, category, description } = template
      // The row is locked by it: whoever publishes at the same time waits.
      const [registered] = await tx
        .insert(templates)
        .values({ key, kind: 'git', category, description, createdAt: now })
        .onConflictDoUpdate({
          target: templates.key,
          set: { description },
          setWhere: sql`${templates.kind} = 'git'`,
        })
        .returning({ key: templates.key })
      if (!registered) continue
      const [newest] = await tx
        .select()
        .from(templateVersions)
        .where(and(eq(templateVersions.templateKey, key), gt(templateVersions.version, 0)))
        .orderBy(desc(templateVersions.version))
        .limit(1)
      if (newest && (newest.kind !== 'git' || newest.sourceHash === sourceHash)) continue
      const before = newest?.version ?? 0
      await tx.insert(templateVersions).values({
        ...{ templateKey: key, version: before + 1, kind: 'git', sourceHash, createdAt: now },
        variables: newest?.variables ?? null,
      })
      await carryOver(tx, template, before)
      changed.push(key)
    }
    return changed
  })
}

/** What locales of the version say otherwise, in the next one; texts that the code has no more are dropped. */
async function carryOver(tx: Orm, { key, strings }: GitTemplate, version: number): Promise<void> {
  const rows = await tx
    .select()
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, key), eq(templateLocales.version, version)))
    .orderBy(asc(templateLocales.position))
  if (rows.length === 0) return
  await tx
    .insert(templateLocales)
    .values(rows.map((row) => ({ ...row, version: version + 1, source: knownTexts(row.source, strings) })))
}
