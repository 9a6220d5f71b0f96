import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import {
  type TemplateKind,
  type TemplateSource,
  templateFixtures,
  templateLocales,
  templateVersions,
} from '#server/db/schema/templates.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { parse } from '#server/parse.ts'
import { currentTheme } from './current-theme.ts'
import { draftDiffers } from './drafts/differs.ts'
import { loadDraft } from './drafts/draft.ts'
import { type TemplateKeyInput, templateKeyInput } from './drafts/schemas.ts'
import { type Texts, type Translation, textsOf } from './drafts/translations.ts'
import { gitStudio } from './git/studio.ts'
import type { BrandTheme } from './sources.ts'

/** So many versions are told of, the newest. */
const TOLD = 200

export interface StudioLocale {
  locale: string
  source: TemplateSource
  changedAt: Date | null
  translation: Translation
  texts: Texts
}

export interface StudioVersion {
  version: number
  kind: TemplateKind
  locales: string[]
  author: string | null
  note: string | null
  /** The version that it brought back. */
  restores: number | null
  createdAt: Date
  /** Why an admin published it although checks found errors. */
  overrideReason: string | null
}

export interface StudioFixture {
  id: string
  name: string
  data: Record<string, unknown>
  updatedAt: Date
}

/** A template of `emails/`, or one that was forked from it. */
export interface StudioGit {
  /** The newest version made by the code. */
  version: number
  /** The texts that a locale may say otherwise. */
  strings: { name: string; text: string }[]
  subject: string
  /** The code has changed since it was forked. */
  newerCode: boolean
  forked: boolean
  /** The file, TSX. */
  code: string
  /** The data of its preview. */
  sample: Record<string, unknown>
}

/** All that the page of one template shows. */
export interface Studio {
  template: {
    key: string
    name: string | null
    category: string
    description: string | null
    archivedAt: Date | null
  }
  /** Of the draft, else of the newest version. */
  kind: TemplateKind
  draft: {
    /** At most 0 while nothing is saved; goes back with the next save as it came. */
    lockVersion: number
    basedOn: number | null
    updatedAt: Date | null
    updatedByName: string | null
    /** It is not what is published. */
    differs: boolean
  }
  variables: Record<string, unknown> | null
  /** The default first. */
  locales: StudioLocale[]
  /** Newest first, at most 200. */
  versions: StudioVersion[]
  fixtures: StudioFixture[]
  workflows: { key: string; name: string; eventType: string | null; enabled: boolean }[]
  git: StudioGit | null
  theme: BrandTheme
}

/** Everything of a template for its page in the studio. Throws `forbidden`, `bad_input`, `not_found`. */
export async function getStudio(ctx: Context, raw: TemplateKeyInput): Promise<Studio> {
  authorise(ctx.actor, 'read')
  const { key } = parse(templateKeyInput, raw)
  const { orm } = ctx.db
  const draft = await loadDraft(orm, key)
  const [versions, fixtures, senders, theme, git, differs] = await Promise.all([
    versionsOf(orm, key),
    fixturesOf(orm, key),
    orm
      .select({
        key: workflows.key,
        name: workflows.name,
        eventType: workflows.eventType,
        enabled: workflows.enabled,
      })
      .from(workflows)
      .where(eq(workflows.templateKey, key))
      .orderBy(asc(workflows.key)),
    currentTheme(orm),
    gitStudio(orm, key),
    draftDiffers(orm, draft),
  ])
  const { template, kind, category, lockVersion, basedOn, updatedAt, updatedByName, variables } = draft
  const [first] = draft.locales
  return {
    template: {
      key: template.key,
      name: template.name,
      category,
      description: template.description,
      archivedAt: template.archivedAt,
    },
    kind,
    draft: { lockVersion, basedOn, updatedAt, updatedByName, differs },
    variables,
    locales: draft.locales.map((row) => ({ ...row, texts: textsOf(row.source, (first ?? row).source) })),
    versions,
    fixtures,
    workflows: senders,
    git,
    theme,
  }
}

async function versionsOf(orm: Orm, key: string): Promise<StudioVersion[]> {
  const rows = await orm
    .select()
    .from(templateVersions)
    .where(and(eq(templateVersions.templateKey, key), gt(templateVersions.version, 0)))
    .orderBy(desc(templateVersions.version))
    .limit(TOLD)
  const told = rows.map(({ version }) => version)
  const locales = await orm
    .select({
      version: templateLocales.version,
      all: sql<string[]>`array_agg(${templateLocales.locale} order by ${templateLocales.position})`,
    })
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, key), inArray(templateLocales.version, told)))
    .groupBy(templateLocales.version)
  const byVersion = new Map(locales.map(({ version, all }) => [version, all]))
  return rows.map((row) => ({
    version: row.version,
    kind: row.kind,
    locales: byVersion.get(row.version) ?? [],
    author: row.authorName,
    note: row.note,
    restores: row.restores,
    createdAt: row.createdAt,
    overrideReason: row.overrideReason,
  }))
}

const fixturesOf = (orm: Orm, key: string): Promise<StudioFixture[]> =>
  orm
    .select({
      id: templateFixtures.id,
      name: templateFixtures.name,
      data: templateFixtures.data,
      updatedAt: templateFixtures.updatedAt,
    })
    .from(templateFixtures)
    .where(eq(templateFixtures.templateKey, key))
    .orderBy(asc(templateFixtures.name))
