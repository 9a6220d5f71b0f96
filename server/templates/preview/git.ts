import type { Issue } from '#server/errors.ts'
import { renderGitSource } from '#server/rendering/git-source.ts'
import type { App } from '#server/rendering/render-email.ts'
import { gitCode } from '../git/code.ts'
import { gitProblems } from '../git/problems.ts'
import type { Problem } from '../problem.ts'
import type { GitSource } from '../sources.ts'
import { type Looked, recipientOf } from './looked.ts'

/** A template of git as React renders it with the data, in the words of the locale. Throws `not_found`. */
export async function gitPreview(
  app: App,
  looked: Looked,
): Promise<
  ({ subject: string; html: string; text: string } | { issues: Issue[] }) & { problems: Problem[] }
> {
  const { key, locale, data } = looked
  const source = looked.source as GitSource
  const template = await gitCode(key)
  const problems = template ? gitProblems(template, source, locale) : []
  const rendered = await renderGitSource({ key, source, locale, data, recipient: recipientOf(looked), app })
  return 'issues' in rendered ? { issues: [...rendered.issues], problems } : { ...rendered, problems }
}
