import { markText } from '../../../emails/_studio/marks.ts'
import type { Marked } from './marked.ts'
import { ITEM } from './used.ts'

/** What the code asked for and did not write into the mail, such as `gift` of `v('gift') && …`: paths from the data's root. */
export function unshownIn({ html, marks }: Pick<Marked, 'html' | 'marks'>): string[][] {
  const lists = new Map(
    marks.flatMap((mark) => (mark.kind === 'each' ? [[mark.as, mark.path] as const] : [])),
  )
  const rooted = (path: readonly string[], seen: readonly string[] = []): string[] => {
    const [first = '', ...rest] = path
    const list = lists.get(first)
    return list && !seen.includes(first) ? [...rooted(list, [...seen, first]), ITEM, ...rest] : [...path]
  }
  return marks.flatMap((mark, number) =>
    mark.kind === 'value' && !html.includes(markText(number)) ? [rooted(mark.path)] : [],
  )
}
