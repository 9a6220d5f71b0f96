import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Issue, isDomainError } from '#server/errors.ts'
import { gitCode } from '#server/templates/git/code.ts'
import { noTemplate } from '#server/templates/missing.ts'
import type { GitRenderInput } from './git-render.ts'

/** As `loadGitRenderer` of renderer.ts: by Node itself, since React and the built templates are in no bundle. */
async function load(): Promise<typeof import('./git-render.ts')> {
  const file = join(process.cwd(), 'server', 'rendering', 'git-render.ts')
  return import(/* turbopackIgnore: true */ pathToFileURL(file).href)
}

/**
 * What a template of `emails/` makes of the data with what one locale says otherwise, published or not. `issues`: what
 * the data lacks. Throws `not_found`.
 */
export async function renderGitSource(
  input: GitRenderInput & { key: string },
): Promise<{ subject: string; html: string; text: string } | { issues: readonly Issue[] }> {
  const template = await gitCode(input.key)
  if (!template) throw noTemplate(input.key)
  const { renderGit } = await load()
  try {
    return await renderGit(template, input)
  } catch (error) {
    if (isDomainError(error) && error.code === 'unprocessable') return { issues: error.issues }
    throw error
  }
}
