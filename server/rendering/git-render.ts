import { type GitTemplate, gitModuleUrl } from '#server/templates/git-manifest.ts'
import type { GitSource } from '#server/templates/sources.ts'
import { type GitModule, renderModule } from './git-module.ts'
import { worded } from './git-wording.ts'
import { type App, doesNotFit, type RenderInput } from './render-email.ts'

export interface GitRenderInput extends Pick<RenderInput, 'data' | 'recipient'> {
  source: GitSource
  /** That of the source. */
  locale: string
  app: App
}

/** Renders a template of `emails/` by React. Throws `unprocessable`, which names what the data lacks. */
export async function renderGit(
  template: GitTemplate,
  { source, locale, data, recipient, app }: GitRenderInput,
): Promise<{ subject: string; html: string; text: string }> {
  const module = (await import(gitModuleUrl(template))) as GitModule
  const { key } = template
  const parsed = module.props.safeParse({ ...data, ...worded(source, { key, locale, data, recipient, app }) })
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    throw doesNotFit(key, issues)
  }
  return renderModule(module, parsed.data)
}
