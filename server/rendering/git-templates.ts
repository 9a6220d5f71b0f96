import { and, desc, eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { templateVersions } from '#server/db/schema/templates.ts'
import { type GitTemplate, gitModuleUrl, readGitManifest } from '#server/templates/git-manifest.ts'
import { noTemplate } from '#server/templates/missing.ts'
import { type GitModule, renderModule } from './git-module.ts'
import { type App, doesNotFit, type Renderer } from './render-email.ts'

/** The language of the built-in templates. */
const LOCALE = 'en'

interface Loaded {
  module: GitModule
  version: number
}

async function load(orm: Orm, template: GitTemplate): Promise<Loaded> {
  const [row] = await orm
    .select({ version: templateVersions.version })
    .from(templateVersions)
    .where(
      and(
        eq(templateVersions.templateKey, template.key),
        eq(templateVersions.sourceHash, template.sourceHash),
      ),
    )
    // Code that was taken back has two versions.
    .orderBy(desc(templateVersions.version))
    .limit(1)
  if (!row) throw new Error(`The code of the template ${template.key} is not registered as a version.`)
  return { module: (await import(gitModuleUrl(template))) as GitModule, version: row.version }
}

/** Renders the templates of `emails/`, trusted code, by React. `app` is what their layout names. */
export async function createGitRenderer(orm: Orm, app: App): Promise<Renderer> {
  const manifest = new Map((await readGitManifest()).map((template) => [template.key, template]))
  const loaded = new Map<string, Promise<Loaded>>()
  return async ({ templateKey, data, recipient }) => {
    const template = manifest.get(templateKey)
    if (!template) throw noTemplate(templateKey)
    let loading = loaded.get(templateKey)
    if (!loading) {
      loading = load(orm, template)
      loaded.set(templateKey, loading)
      loading.catch(() => loaded.delete(templateKey))
    }
    const { module, version } = await loading
    const parsed = module.props.safeParse({ ...data, recipient, app })
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
      throw doesNotFit(templateKey, issues)
    }
    return { ...(await renderModule(module, parsed.data)), version, locale: LOCALE }
  }
}
