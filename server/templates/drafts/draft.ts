import { asc, eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import {
  type TemplateKind,
  type TemplateSource,
  templateDraftLocales,
  templateDrafts,
  templates,
} from '#server/db/schema/templates.ts'
import type { Variables } from '../compile/declared.ts'
import { noTemplate } from '../missing.ts'
import { newestVersion } from '../next-version.ts'
import { changedLocales } from '../versions/changed-locales.ts'
import { type Translation, translationOf } from './translations.ts'

export interface DraftLocale {
  locale: string
  source: TemplateSource
  changedAt: Date
  translation: Translation
}

/** What is being written, or where nothing is, what was published last. */
export interface Draft {
  template: typeof templates.$inferSelect
  kind: TemplateKind
  category: string
  /** Above 0: of the saved draft. Else nothing is saved, and it is minus the version shown. */
  lockVersion: number
  /** The version that it began from. */
  basedOn: number | null
  variables: Variables | null
  /** The default first. Of a git template `en` is always there. */
  locales: DraftLocale[]
  /** Of the draft; null without one. */
  updatedAt: Date | null
  updatedByName: string | null
}

/** What built-in templates are written in. */
export const GIT_LOCALE = 'en'

/** The draft of a template, archived or not; without a saved one its newest version. Throws `not_found`. */
export async function loadDraft(orm: Orm, key: string): Promise<Draft> {
  const [found] = await orm
    .select({ template: templates, draft: templateDrafts })
    .from(templates)
    .leftJoin(templateDrafts, eq(templateDrafts.templateKey, templates.key))
    .where(eq(templates.key, key))
  if (!found) throw noTemplate(key, 'key')
  const { template, draft } = found
  if (!draft) return published(orm, template)
  const rows = await orm
    .select()
    .from(templateDraftLocales)
    .where(eq(templateDraftLocales.templateKey, key))
    .orderBy(asc(templateDraftLocales.position))
  return {
    template,
    kind: draft.kind,
    category: draft.category ?? template.category,
    lockVersion: draft.lockVersion,
    basedOn: draft.basedOn,
    variables: draft.variables as Variables | null,
    locales: translated(draft.kind, rows, draft.createdAt),
    updatedAt: draft.updatedAt,
    updatedByName: draft.updatedByName,
  }
}

async function published(orm: Orm, template: Draft['template']): Promise<Draft> {
  const newest = await newestVersion(orm, template.key)
  const kind = newest?.kind ?? template.kind
  const rows = newest ? await changedLocales(orm, template.key, newest.version) : []
  return {
    template,
    kind,
    category: template.category,
    lockVersion: newest ? -newest.version : 0,
    basedOn: newest?.version ?? null,
    variables: (newest?.variables ?? null) as Variables | null,
    locales: translated(kind, rows, newest?.createdAt ?? template.createdAt),
    updatedAt: null,
    updatedByName: null,
  }
}

type Row = Pick<DraftLocale, 'locale' | 'source' | 'changedAt'>

function translated(kind: TemplateKind, rows: readonly Row[], at: Date): DraftLocale[] {
  const missing = kind === 'git' && rows.every(({ locale }) => locale !== GIT_LOCALE)
  const own: Row = { locale: GIT_LOCALE, source: { subject: null, strings: {} }, changedAt: at }
  const all = missing ? [own, ...rows] : rows
  const [first] = all
  return all.map((row) => ({
    locale: row.locale,
    source: row.source,
    changedAt: row.changedAt,
    translation: first ? translationOf(row, first) : 'default',
  }))
}
