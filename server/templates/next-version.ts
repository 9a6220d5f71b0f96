import { createHash } from 'node:crypto'
import { and, asc, desc, eq, gt } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { actorLabel, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import {
  type TemplateKind,
  templateLocales,
  templates,
  templateVersions,
} from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import type { Variables } from './compile/declared.ts'
import { noTemplate } from './missing.ts'

type Template = typeof templates.$inferSelect
export type Version = typeof templateVersions.$inferSelect
export type LocaleRow = Pick<typeof templateLocales.$inferSelect, 'locale' | 'source' | 'compiled'>

export interface Locked {
  template: Template
  /** Null for one that was just made. */
  newest: Version | null
}

/**
 * The template, its row locked until the transaction ends: of two who publish at once the second waits and gets the
 * version after. Throws `not_found`.
 */
export async function lockAnyTemplate(
  tx: Orm,
  key: string,
  field: 'template_key' | 'key' = 'key',
): Promise<Locked> {
  const [template] = await tx.select().from(templates).where(eq(templates.key, key)).for('update')
  if (!template) throw noTemplate(key, field)
  return { template, newest: await newestVersion(tx, key) }
}

/** As `lockAnyTemplate`. Throws `conflict` for a template of git, whose versions follow the code. */
export async function lockTemplate(tx: Orm, key: string): Promise<Locked> {
  const locked = await lockAnyTemplate(tx, key, 'template_key')
  if (locked.template.kind === 'git') {
    const message = `The template “${key}” comes with the code (emails/); it is changed there.`
    throw new DomainError('conflict', message, [{ path: 'template_key', message }])
  }
  return locked
}

/** What was published last; null where nothing was. */
export async function newestVersion(orm: Orm, key: string): Promise<Version | null> {
  const [newest] = await orm
    .select()
    .from(templateVersions)
    // Below 0 are those of test sends.
    .where(and(eq(templateVersions.templateKey, key), gt(templateVersions.version, 0)))
    .orderBy(desc(templateVersions.version))
    .limit(1)
  return newest ?? null
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

export interface VersionContent {
  kind: TemplateKind
  variables: Variables | null
  locales: readonly LocaleRow[]
  /** The version that it brings back. */
  restores: number | null
  /** Of a git version: the code's. Left out: that of the sources. */
  sourceHash?: string | undefined
  note?: string | null | undefined
  /** Why, and which errors it was published over. */
  override?: { reason: string; problems: unknown[] } | null | undefined
}

/**
 * Writes the version after the newest, with its audit row, and says in the template how it is written now; on the
 * caller's transaction, the template locked.
 */
export async function insertVersion(
  tx: Orm,
  ctx: Context,
  { template, newest }: Locked,
  content: VersionContent,
): Promise<number> {
  const { kind, variables, locales, restores, note = null, override = null } = content
  const version = (newest?.version ?? 0) + 1
  const label = actorLabel(ctx.actor)
  const sources = JSON.stringify([variables, locales.map(({ locale, source }) => [locale, source])])
  await tx.insert(templateVersions).values({
    templateKey: template.key,
    version,
    kind,
    sourceHash: content.sourceHash ?? createHash('sha256').update(sources).digest('hex'),
    variables,
    restores,
    note: note || null,
    overrideReason: override?.reason ?? null,
    overridden: override?.problems ?? null,
    author: label.actor,
    authorName: label.actorName,
    createdAt: ctx.clock.now(),
  })
  if (locales.length > 0) {
    await tx
      .insert(templateLocales)
      .values(locales.map((row, position) => ({ ...row, templateKey: template.key, version, position })))
  }
  await tx.update(templates).set({ kind }).where(eq(templates.key, template.key))
  await audit(tx, ctx, restores === null ? 'template.publish' : 'template.rollback', template.key, {
    version,
    ...(restores !== null && { restores }),
    ...(override && { override: override.reason, errors: override.problems.length }),
  })
  return version
}
