import { createHash } from 'node:crypto'
import { and, asc, desc, eq } from 'drizzle-orm'
import { actorLabel, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { templateLocales, templates, templateVersions } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import type { Variables } from './compile/declared.ts'
import { noTemplate } from './missing.ts'

type Template = typeof templates.$inferSelect
type Version = typeof templateVersions.$inferSelect
export type LocaleRow = Pick<typeof templateLocales.$inferSelect, 'locale' | 'source' | 'compiled'>

export interface Locked {
  template: Template
  /** Null for one that was just made. */
  newest: Version | null
}

/**
 * The template, its row locked until the transaction ends: of two who publish at once the second waits and gets the
 * version after. Throws `not_found`, or `conflict` for a template of git, whose versions follow the code.
 */
export async function lockTemplate(tx: Orm, key: string): Promise<Locked> {
  const [template] = await tx.select().from(templates).where(eq(templates.key, key)).for('update')
  if (!template) throw noTemplate(key)
  if (template.kind === 'git') {
    const message = `The template “${key}” comes with the code (emails/); it is changed there.`
    throw new DomainError('conflict', message, [{ path: 'template_key', message }])
  }
  const [newest] = await tx
    .select()
    .from(templateVersions)
    .where(eq(templateVersions.templateKey, key))
    .orderBy(desc(templateVersions.version))
    .limit(1)
  return { template, newest: newest ?? null }
}

/** The languages of a version, its default first. */
export function localesOf(tx: Orm, { templateKey, version }: Version): Promise<LocaleRow[]> {
  return tx
    .select({
      locale: templateLocales.locale,
      source: templateLocales.source,
      compiled: templateLocales.compiled,
    })
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, templateKey), eq(templateLocales.version, version)))
    .orderBy(asc(templateLocales.position))
}

/** Writes the version after the newest, with its audit row; on the caller's transaction, the template locked. */
export async function insertVersion(
  tx: Orm,
  { actor, clock }: Context,
  { template, newest }: Locked,
  content: { variables: Variables | null; locales: readonly LocaleRow[]; restores: number | null },
): Promise<number> {
  const { variables, locales, restores } = content
  const version = (newest?.version ?? 0) + 1
  const label = actorLabel(actor)
  const now = clock.now()
  const sources = JSON.stringify([variables, locales.map(({ locale, source }) => [locale, source])])
  await tx.insert(templateVersions).values({
    templateKey: template.key,
    version,
    sourceHash: createHash('sha256').update(sources).digest('hex'),
    variables,
    restores,
    author: label.actor,
    authorName: label.actorName,
    createdAt: now,
  })
  await tx
    .insert(templateLocales)
    .values(locales.map((row, position) => ({ ...row, templateKey: template.key, version, position })))
  await tx.insert(auditLog).values({
    id: newId(),
    ...label,
    action: restores === null ? 'template.publish' : 'template.rollback',
    targetId: template.key,
    detail: { version, ...(restores !== null && { restores }) },
    at: now,
  })
  return version
}
