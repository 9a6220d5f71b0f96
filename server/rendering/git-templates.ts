import { and, asc, desc, eq, gt, or } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { templateLocales, templateVersions } from '#server/db/schema/templates.ts'
import { closestLocale } from '#server/templates/closest-locale.ts'
import { type GitTemplate, readGitManifest } from '#server/templates/git-manifest.ts'
import { noTemplate } from '#server/templates/missing.ts'
import { type GitSource, gitSource } from '#server/templates/sources.ts'
import { renderGit } from './git-render.ts'
import { GIT_LOCALE } from './git-wording.ts'
import { pushFromMail } from './push-words.ts'
import type { App, Renderer } from './render-email.ts'

/** So many versions are kept in memory, those used last. A version never changes. */
const KEPT = 500

const asInCode = { locale: GIT_LOCALE, source: { subject: null, strings: {} } }

interface Loaded {
  /** That is rendered: the one asked for where the code is still its own. */
  version: number
  /** What locales say otherwise; that of the code first. */
  locales: { locale: string; source: GitSource }[]
}

/**
 * Code that is there no more can't be run: then it is the newest version of the code that is there, and where none is
 * (a fork is published since), the version asked for, by that code.
 */
async function load(orm: Orm, { key, sourceHash }: GitTemplate, wanted: number): Promise<Loaded> {
  const byThisCode = and(eq(templateVersions.templateKey, key), eq(templateVersions.sourceHash, sourceHash))
  const isWanted = eq(templateVersions.version, wanted)
  const [current] = await orm
    .select({ version: templateVersions.version })
    .from(templateVersions)
    // Below 0 are those of test sends.
    .where(and(byThisCode, or(isWanted, gt(templateVersions.version, 0))))
    .orderBy(desc(isWanted), desc(templateVersions.version))
    .limit(1)
  const version = current?.version ?? wanted
  const rows = await orm
    .select({ locale: templateLocales.locale, source: templateLocales.source })
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, key), eq(templateLocales.version, version)))
    .orderBy(asc(templateLocales.position))
  const overrides = rows.map(({ locale, source }) => ({ locale, source: gitSource.parse(source) }))
  const others = overrides.filter(({ locale }) => locale !== GIT_LOCALE)
  const first = overrides.find(({ locale }) => locale === GIT_LOCALE)
  return { version, locales: [first ?? asInCode, ...others] }
}

/**
 * Renders the templates of `emails/`, trusted code, by React, with what the version's locales say otherwise. `app` is
 * what their layout names.
 */
export async function createGitRenderer(orm: Orm, app: App): Promise<Renderer> {
  const manifest = new Map((await readGitManifest()).map((template) => [template.key, template]))
  const loaded = new Map<string, Promise<Loaded>>()

  function loading(template: GitTemplate, version: number): Promise<Loaded> {
    const id = `${version} ${template.key}`
    let one = loaded.get(id)
    if (one) loaded.delete(id)
    else {
      one = load(orm, template, version)
      one.catch(() => loaded.delete(id))
    }
    loaded.set(id, one)
    const [oldest] = loaded.keys()
    if (loaded.size > KEPT && oldest !== undefined) loaded.delete(oldest)
    return one
  }

  return async ({ templateKey, templateVersion, data, recipient }) => {
    const template = manifest.get(templateKey)
    if (!template) throw noTemplate(templateKey)
    const { version, locales } = await loading(template, templateVersion)
    const { locale, source } = closestLocale(locales, recipient.locale) ?? asInCode
    const mail = await renderGit(template, { source, locale, data, recipient, app })
    return {
      ...mail,
      version,
      locale,
      get push() {
        return pushFromMail(mail, app.url)
      },
    }
  }
}
