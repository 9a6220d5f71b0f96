import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Problem } from '../problem.ts'
import type { BrandTheme, VisualSource } from '../sources.ts'
import type { Concrete, Marked } from './marked.ts'

export interface MarkVisualOptions {
  /** BCP 47; the mail's language and the direction of its script. */
  locale: string
  theme: BrandTheme
  /** With it values are written, conditions decided and lists repeated, and no mark comes out. */
  concrete?: Concrete | undefined
}

/** The build's output (`bin/build-emails.js`); its time is in the address, so that a new build is loaded. */
export async function loadVisual(): Promise<typeof import('../../../emails/_studio/visual.ts')> {
  const file = join(process.cwd(), '.build', 'emails', '_studio', 'visual.js')
  const { mtimeMs } = await stat(file)
  return import(/* turbopackIgnore: true */ `${pathToFileURL(file).href}?${Math.round(mtimeMs)}`)
}

/**
 * The whole HTML of a visual template, without its subject and preheader.
 *
 * @returns only problems when the document has errors: they name the node
 * @throws when the e-mails were not built
 */
export async function markVisual(
  source: Pick<VisualSource, 'doc'>,
  { locale, theme, concrete }: MarkVisualOptions,
): Promise<Marked | { problems: Problem[] }> {
  const { composeVisual } = await loadVisual()
  const composed = await composeVisual(source.doc, { locale, theme, concrete })
  const problems: Problem[] = composed.problems.map((problem) => ({ ...problem, locale }))
  return 'html' in composed ? { html: composed.html, marks: composed.marks, problems } : { problems }
}
