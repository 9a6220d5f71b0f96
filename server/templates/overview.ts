import { and, asc, desc, eq, gt, ilike, inArray, isNull, or, sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import {
  type TemplateKind,
  templateDraftLocales,
  templateDrafts,
  templateLocales,
  templates,
  templateVersions,
} from '#server/db/schema/templates.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { parse } from '#server/parse.ts'
import { trafficOf } from '#server/traffic/of.ts'
import { outdatedForks } from './outdated-forks.ts'
import { type OverviewInput, overviewInput } from './overview-schema.ts'

/** So many are shown; templates are written by hand. */
const SHOWN = 1_000

export interface TemplateRow {
  key: string
  name: string | null
  /** Of the newest version, or of the draft where nothing is published. */
  kind: TemplateKind
  category: string
  description: string | null
  /** Of what is published, else of the draft; the default first. */
  locales: string[]
  /** The newest; null: never published. */
  version: number | null
  draft: { updatedAt: Date; updatedByName: string | null } | null
  /** The last change, of the draft or by publishing, and by whom; null: by the code. */
  updatedAt: Date
  updatedByName: string | null
  usedBy: { key: string; name: string; enabled: boolean }[]
  /** E-mails of the last 30 days that were accepted and not returned, and those that failed or were returned. */
  sent30d: number
  failed30d: number
  archivedAt: Date | null
  /** It was forked from the code, which has changed since. */
  newerCode: boolean
}

/** Every template that matches, those changed last first. Throws `forbidden`, `bad_input`. */
export async function templatesOverview(
  ctx: Context,
  raw: OverviewInput,
): Promise<{ templates: TemplateRow[] }> {
  authorise(ctx.actor, 'read')
  const { q, category, archived } = parse(overviewInput, raw)
  const { orm } = ctx.db
  const newest = newestVersions(orm)
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null
  const found = await orm
    .select({
      template: templates,
      version: newest.version,
      publishedAt: newest.createdAt,
      publishedBy: newest.authorName,
      draft: templateDrafts,
    })
    .from(templates)
    .leftJoin(newest, eq(newest.key, templates.key))
    .leftJoin(templateDrafts, eq(templateDrafts.templateKey, templates.key))
    .where(
      and(
        archived ? undefined : isNull(templates.archivedAt),
        category ? eq(templates.category, category) : undefined,
        like
          ? or(ilike(templates.key, like), ilike(templates.name, like), ilike(templates.description, like))
          : undefined,
      ),
    )
    .orderBy(
      desc(sql`greatest(${newest.createdAt}, ${templateDrafts.updatedAt}, ${templates.createdAt})`),
      asc(templates.key),
    )
    .limit(SHOWN)
  const keys = found.map(({ template }) => template.key)
  const [traffic, locales, senders, forks] = await Promise.all([
    trafficOf(ctx, 'template', keys),
    localesByKey(orm, keys),
    sendersByKey(orm, keys),
    outdatedForks(orm, keys),
  ])
  return {
    templates: found.map(({ template, version, publishedAt, publishedBy, draft }) => {
      const isDraftNewer = draft !== null && (publishedAt === null || draft.updatedAt >= publishedAt)
      return {
        key: template.key,
        name: template.name,
        kind: template.kind,
        category: template.category,
        description: template.description,
        locales: locales.get(template.key) ?? [],
        version,
        draft: draft ? { updatedAt: draft.updatedAt, updatedByName: draft.updatedByName } : null,
        updatedAt: isDraftNewer ? draft.updatedAt : (publishedAt ?? template.createdAt),
        updatedByName: isDraftNewer ? draft.updatedByName : publishedBy,
        usedBy: senders.get(template.key) ?? [],
        sent30d: traffic.get(template.key)?.sent ?? 0,
        failed30d: traffic.get(template.key)?.failed ?? 0,
        archivedAt: template.archivedAt,
        newerCode: forks.has(template.key),
      }
    }),
  }
}

/** The categories that templates and workflows name. Throws `forbidden`. */
export async function templateCategories({ db, actor }: Context): Promise<string[]> {
  authorise(actor, 'read')
  const rows = await db.sql<{ category: string }[]>`
    select category from templates where archived_at is null
    union select category from workflows where archived_at is null order by 1`
  return rows.map(({ category }) => category)
}

const newestVersions = (orm: Orm) =>
  orm
    .selectDistinctOn([templateVersions.templateKey], {
      key: templateVersions.templateKey,
      version: templateVersions.version,
      createdAt: templateVersions.createdAt,
      authorName: templateVersions.authorName,
    })
    .from(templateVersions)
    // Below 0 are those of test sends.
    .where(gt(templateVersions.version, 0))
    .orderBy(templateVersions.templateKey, desc(templateVersions.version))
    .as('newest')

async function localesByKey(orm: Orm, keys: readonly string[]): Promise<Map<string, string[]>> {
  if (keys.length === 0) return new Map()
  const newest = newestVersions(orm)
  const all = (position: typeof templateLocales.position | typeof templateDraftLocales.position) =>
    sql<string[]>`array_agg(locale order by ${position})`
  const published = await orm
    .select({ key: newest.key, locales: all(templateLocales.position) })
    .from(newest)
    .innerJoin(
      templateLocales,
      and(eq(templateLocales.templateKey, newest.key), eq(templateLocales.version, newest.version)),
    )
    .where(inArray(newest.key, [...keys]))
    .groupBy(newest.key)
  const drafted = await orm
    .select({ key: templateDraftLocales.templateKey, locales: all(templateDraftLocales.position) })
    .from(templateDraftLocales)
    .where(inArray(templateDraftLocales.templateKey, [...keys]))
    .groupBy(templateDraftLocales.templateKey)
  return new Map([...drafted, ...published].map(({ key, locales }) => [key, locales]))
}

async function sendersByKey(orm: Orm, keys: readonly string[]): Promise<Map<string, TemplateRow['usedBy']>> {
  if (keys.length === 0) return new Map()
  const rows = await orm
    .select({
      templateKey: workflows.templateKey,
      key: workflows.key,
      name: workflows.name,
      enabled: workflows.enabled,
    })
    .from(workflows)
    .where(inArray(workflows.templateKey, [...keys]))
    .orderBy(asc(workflows.key))
  return Map.groupBy(rows, ({ templateKey }) => templateKey) as Map<string, TemplateRow['usedBy']>
}
