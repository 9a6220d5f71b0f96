import { type GitModule, renderModule } from '#server/rendering/git-module.ts'
import { worded } from '#server/rendering/git-wording.ts'
import { markText } from '../../../../emails/_studio/marks.ts'
import type { Marked } from '../../compile/marked.ts'
import { type GitTemplate, gitModuleUrl } from '../../git-manifest.ts'
import type { GitSource } from '../../sources.ts'
import { preheaderOf, withoutCounts, withoutPreheader } from './mail-parts.ts'
import { lineOf, markFlow } from './mark-flow.ts'
import { markedSample, UNKNOWN, withItems, withoutAddresses, withUnknown } from './marked-sample.ts'
import { warningsOf } from './warnings.ts'

/** A mail of git with marks in place of its values, as a visual document is made of it. */
export interface MarkedGit {
  marked: Marked
  /** With `{name}` placeholders. */
  subject: string
  preheader: string
  /** Fields that an event may not lack. */
  required: string[]
  /** What the marks don't keep, for its author. */
  warnings: string[]
}

const app = { name: 'Posthorn', url: 'https://posthorn.example' }

/**
 * Renders the mail of the sample in the words of one locale, each value as a mark. The code decided for that one: what it
 * shows in other cases is named by `warnings`. Loaded natively, as the renderer.
 */
export async function renderMarked(
  template: GitTemplate,
  { source, locale }: { source: GitSource; locale: string },
): Promise<MarkedGit> {
  const module = (await import(gitModuleUrl(template))) as GitModule
  const { key, sample } = template
  const found = markedSample(sample)
  const name = found.marks.push({ kind: 'value', path: ['recipient', 'name'] }) - 1
  const recipient = { name: markText(name), email: 'ada@example.com', locale, timezone: null }
  const render = async (data: Record<string, unknown>) => {
    const context = worded(source, { key, locale, data, recipient, app })
    const { subject, html } = await renderModule(module, module.props.parse({ ...data, ...context }))
    return { subject, html: withoutAddresses(html) }
  }
  const isRequired = ([first = '', ...rest]: readonly string[]) =>
    rest.length === 0 && !module.props.safeParse({ ...sample, app, [first]: undefined }).success
  const mail = await render(found.data)
  const none = await render(withItems(found, 0))
  const many = await render(withItems(found, 3))
  const unknown = await render(withUnknown(found.data))
  const { html, counts } = withoutCounts(withoutPreheader(mail.html), many.html)
  return {
    marked: { html: markFlow(html, found, isRequired), marks: found.marks, problems: [] },
    subject: lineOf(mail.subject, found.marks, isRequired),
    preheader: lineOf(preheaderOf(none.html), found.marks, isRequired),
    required: Object.keys(sample).filter((name) => isRequired([name])),
    warnings: warningsOf({
      ...{ template, source, counts, dropped: found.dropped, html: mail.html },
      subjectMarks: mail.subject,
      marks: found.marks,
      showsAll: unknown.html.includes(UNKNOWN),
    }),
  }
}
