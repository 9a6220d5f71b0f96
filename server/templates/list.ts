import { and, asc, desc, eq, exists, gt, ilike, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import {
  type TemplateKind,
  templateLocales,
  templates,
  templateVersions,
} from '#server/db/schema/templates.ts'
import { badInput, parse } from '#server/parse.ts'
import { type ListTemplatesInput, listTemplatesInput } from './schemas.ts'

/** How deep `page` reaches. */
const PAGED = 10_000

export interface TemplateSummary {
  key: string
  kind: TemplateKind
  name: string | null
  category: string
  description: string | null
  version: number
  /** Of the newest version, its default first; none for a template of git. */
  locales: string[]
  createdAt: Date
  /** When the newest version was made. */
  updatedAt: Date
  archivedAt: Date | null
}

export interface TemplatePage {
  templates: TemplateSummary[]
  total: number
  page: number
  limit: number
  /** Null at the end. */
  nextCursor: string | null
}

/** Published templates that match, by key, a page by its number, or what follows a cursor. Throws `forbidden`, `bad_input`. */
export async function listTemplates({ db, actor }: Context, raw: ListTemplatesInput): Promise<TemplatePage> {
  authorise(actor, 'templates')
  const { q, archived, page: asked, limit, cursor } = parse(listTemplatesInput, raw)
  if (cursor && asked) throw badInput([{ path: 'page', message: 'must not stand beside cursor' }])
  const page = asked ?? 1
  if (page * limit > PAGED) {
    const message = `is needed beyond ${PAGED} rows, in place of page: the next_cursor of the page before`
    throw badInput([{ path: 'cursor', message }])
  }
  const matching = and(
    // What is a draft alone is known to the studio only.
    exists(
      db.orm
        .select({ one: sql`1` })
        .from(templateVersions)
        .where(and(eq(templateVersions.templateKey, templates.key), gt(templateVersions.version, 0))),
    ),
    archived ? undefined : isNull(templates.archivedAt),
    q ? or(ilike(templates.key, like(q)), ilike(templates.description, like(q))) : undefined,
  )
  const after: SQL | undefined = cursor === undefined ? undefined : gt(templates.key, cursor)
  const newest = db.orm
    .selectDistinctOn([templateVersions.templateKey], {
      key: templateVersions.templateKey,
      version: templateVersions.version,
      updatedAt: templateVersions.createdAt,
    })
    .from(templateVersions)
    .where(gt(templateVersions.version, 0))
    .orderBy(templateVersions.templateKey, desc(templateVersions.version))
    .as('newest')
  const total = await db.orm.$count(templates, matching)
  const rows = await db.orm
    .select({ template: templates, version: newest.version, updatedAt: newest.updatedAt })
    .from(templates)
    .innerJoin(newest, eq(newest.key, templates.key))
    .where(and(matching, after))
    .orderBy(asc(templates.key))
    .limit(limit + 1)
    .offset((page - 1) * limit)
  const shown = rows.slice(0, limit)
  const keys = shown.map(({ template }) => template.key)
  const locales =
    keys.length === 0
      ? []
      : await db.orm
          .select({
            key: templateLocales.templateKey,
            version: templateLocales.version,
            locale: templateLocales.locale,
          })
          .from(templateLocales)
          .innerJoin(
            newest,
            and(eq(newest.key, templateLocales.templateKey), eq(newest.version, templateLocales.version)),
          )
          .where(inArray(templateLocales.templateKey, keys))
          .orderBy(asc(templateLocales.position))
  return {
    templates: shown.map(({ template, version, updatedAt }) => ({
      ...template,
      version,
      updatedAt,
      locales: locales.flatMap(({ key, locale }) => (key === template.key ? [locale] : [])),
    })),
    total,
    page,
    limit,
    nextCursor: rows.length > limit ? (keys.at(-1) ?? null) : null,
  }
}

const like = (q: string) => `%${q.replace(/[\\%_]/g, '\\$&')}%`
