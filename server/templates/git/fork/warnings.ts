import { type Mark, marksOf } from '../../../../emails/_studio/marks.ts'
import type { GitTemplate } from '../../git-manifest.ts'
import type { GitSource } from '../../sources.ts'
import { unescaped } from './mail-parts.ts'

interface Forked {
  template: Pick<GitTemplate, 'strings'>
  source: GitSource
  /** The mail of the marked sample. */
  html: string
  subjectMarks: string
  marks: readonly Mark[]
  /** Texts that told how many items there are. */
  counts: readonly string[]
  dropped: readonly string[]
  /** The mail shows fields of an event whatever their names. */
  showsAll: boolean
}

/** So many texts are named at most. */
const NAMED = 8

/** Of a kind that a mail shows or not by what else is in it, and that an author misses least. */
const SMALL = /^(subject|label_|items_|sent_)/

/** What a visual draft does not keep of a mail that code makes. */
export function warningsOf(forked: Forked): string[] {
  const { template, source, html, dropped, counts, showsAll } = forked
  const shown = unescaped(html.replace(/<!--[\s\S]*?-->/g, ''))
  const unsaid = template.strings.flatMap(({ name, text }) => {
    const said = source.strings[name] ?? text
    const fixed = said.split(/\{[a-z_]+\}/).filter((part) => /\p{L}/u.test(part))
    return SMALL.test(name) || fixed.every((part) => shown.includes(part)) ? [] : [`“${said}”`]
  })
  const more = unsaid.length > NAMED ? ` and ${unsaid.length - NAMED} more` : ''
  const hasDate = marksOf(forked.subjectMarks).some(({ number }) => {
    const mark = forked.marks[number]
    return mark?.kind === 'value' && mark.filter !== undefined
  })
  return [
    ...(unsaid.length > 0
      ? [`The code says in other cases: ${unsaid.slice(0, NAMED).join(', ')}${more}. Add them with show-if.`]
      : []),
    ...(showsAll
      ? [
          'The code lists every field of an event. The draft has those of the sample; add the others you send.',
        ]
      : []),
    ...dropped.map((path) => `The list “${path}” holds plain values, and is left out.`),
    ...counts
      .filter((text) => /\p{L}/u.test(text) && marksOf(text).length === 0)
      .map((text) => `“${text}” counts a list, and is left out.`),
    ...(hasDate ? ['In the subject and the preheader, dates stand as the event sends them.'] : []),
  ]
}
