import type { Variables } from '../../compile/declared.ts'
import { loadVisual } from '../../compile/visual.ts'
import { inferVariables } from '../../fixtures/infer.ts'
import type { GitTemplate } from '../../git-manifest.ts'
import type { GitSource, VisualSource } from '../../sources.ts'
import { renderMarked } from './render-marked.ts'

/** A template of git as the visual editor has it. */
export interface Fork {
  locales: { locale: string; source: VisualSource }[]
  variables: Variables
  /** What it does not keep, in the words of the first locale. */
  warnings: string[]
}

/** Makes visual documents of a template's mail in each of its locales. Loaded natively, as the renderer. */
export async function forkOf(
  template: GitTemplate,
  locales: readonly { locale: string; source: GitSource }[],
): Promise<Fork> {
  const { documentFromHtml } = await loadVisual()
  const made: Fork['locales'] = []
  let warnings: string[] = []
  let required: string[] = []
  for (const { locale, source } of locales) {
    const mail = await renderMarked(template, { source, locale })
    const doc = { ...documentFromHtml(mail.marked.html, mail.marked.marks) }
    if (made.length === 0) ({ warnings, required } = mail)
    made.push({ locale, source: { subject: mail.subject, preheader: mail.preheader, doc } })
  }
  const inferred = withoutRequired(inferVariables(template.sample, null)) as Variables
  return { locales: made, variables: { ...inferred, required }, warnings }
}

/** A sample has what an event may leave out: what must be there the template itself says. */
function withoutRequired(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutRequired)
  if (typeof schema !== 'object' || schema === null) return schema
  const { required, ...others } = schema as Record<string, unknown>
  // A property may have this name.
  const kept = Array.isArray(required) || required === undefined ? others : { ...others, required }
  return Object.fromEntries(Object.entries(kept).map(([name, inner]) => [name, withoutRequired(inner)]))
}
