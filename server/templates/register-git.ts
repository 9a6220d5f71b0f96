import { desc, eq, sql } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import { templates, templateVersions } from '#server/db/schema/templates.ts'
import { readGitManifest } from './git-manifest.ts'

/**
 * Makes the templates of `emails/` known: a row for each key, and a next version for each whose compiled code is not
 * that of its newest one. A key that somebody published a template by before stays theirs. Answers the keys that got a
 * new version.
 */
export async function registerGitTemplates(ctx: Context): Promise<string[]> {
  const manifest = await readGitManifest()
  const now = ctx.clock.now()
  return ctx.db.orm.transaction(async (tx) => {
    const changed: string[] = []
    for (const { key, sourceHash, category, description } of manifest) {
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
        .where(eq(templateVersions.templateKey, key))
        .orderBy(desc(templateVersions.version))
        .limit(1)
      if (newest?.sourceHash === sourceHash) continue
      await tx.insert(templateVersions).values({
        templateKey: key,
        version: (newest?.version ?? 0) + 1,
        kind: 'git',
        sourceHash,
        createdAt: now,
      })
      changed.push(key)
    }
    return changed
  })
}
