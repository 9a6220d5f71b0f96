import { asc, eq } from 'drizzle-orm'
import { allCategories, categoryFinder } from '#server/categories/find.ts'
import type { Orm } from '#server/db/client.ts'
import { templateFixtures } from '#server/db/schema/templates.ts'
import type { App } from '#server/rendering/render-email.ts'
import { type Compiled, compiledSchema } from '../compile/format.ts'
import { currentTheme } from '../current-theme.ts'
import type { Draft } from '../drafts/draft.ts'
import { gitStudio } from '../git/studio.ts'
import { localesOf, newestVersion } from '../next-version.ts'
import type { Checked, CheckedDraft } from './check.ts'
import { loadChecks } from './load.ts'

/** Checks a draft as it is given, with the fixtures, the theme and the published version of now. Stores nothing. */
export async function checkDraft(orm: Orm, app: App, draft: Draft): Promise<Checked> {
  const { runChecks } = await loadChecks()
  return runChecks({ app }, await checkedDraft(orm, draft))
}

/** The draft with all that the checks look at. */
export async function checkedDraft(orm: Orm, draft: Draft): Promise<CheckedDraft> {
  const { key } = draft.template
  const fixtures = await orm
    .select({ name: templateFixtures.name, data: templateFixtures.data })
    .from(templateFixtures)
    .where(eq(templateFixtures.templateKey, key))
    .orderBy(asc(templateFixtures.name))
  const findCategory = categoryFinder(await allCategories(orm))
  return {
    key,
    kind: draft.kind,
    category: draft.category,
    unsubscribable: findCategory(draft.category).unsubscribable,
    variables: draft.variables,
    locales: draft.locales.map(({ locale, source, translation }) => ({ locale, source, translation })),
    fixtures,
    theme: await currentTheme(orm),
    git: draft.kind === 'git' ? await gitOf(orm, key) : null,
    published: await publishedOf(orm, key),
  }
}

async function gitOf(orm: Orm, key: string): Promise<CheckedDraft['git']> {
  const git = await gitStudio(orm, key)
  return git && { strings: git.strings.map(({ name }) => name), sample: git.sample }
}

/** The newest published version with what it was compiled to; null: nothing is published. */
export async function publishedOf(orm: Orm, key: string): Promise<CheckedDraft['published']> {
  const newest = await newestVersion(orm, key)
  if (!newest) return null
  const locales = (await localesOf(orm, newest)).map(({ locale, source, compiled }) => ({
    locale,
    source,
    compiled: asCompiled(compiled),
  }))
  return { version: newest.version, kind: newest.kind, locales }
}

/** One of another format is as good as none: there is nothing to compare with. */
const asCompiled = (compiled: unknown): Compiled | null => compiledSchema.safeParse(compiled).data ?? null
