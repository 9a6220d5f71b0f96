import type { Path, Segment, ValueContext } from './format.ts'
import { placeholdersOf } from './placeholders.ts'

/** A text with `{name}` placeholders: a subject, a preheader, a body. */
export function compileLine(source: string, contextOf: (path: Path) => ValueContext): Segment[] {
  const segments: Segment[] = []
  let done = 0
  for (const { start, end, path, fallback } of placeholdersOf(source)) {
    if (start > done) segments.push(source.slice(done, start))
    segments.push({ value: path, context: contextOf(path), ...(fallback !== undefined && { fallback }) })
    done = end
  }
  if (done < source.length) segments.push(source.slice(done))
  return segments
}

/** The variables that HTML uses as a link, `a.b`: in the text they are held to the same schemes. */
export const linksOf = (segments: readonly Segment[]): string[] =>
  segments.flatMap((segment) =>
    typeof segment !== 'string' && 'value' in segment && segment.context === 'link'
      ? [segment.value.join('.')]
      : [],
  )
