import { type Layout, mapInside, type Segment } from './format.ts'

type Block = Extract<Layout, { block: Segment[] }>

const isBlock = (segment: Segment | undefined): segment is Block =>
  typeof segment === 'object' && 'block' in segment
const isBlank = (segment: Segment | undefined): boolean =>
  typeof segment === 'string' && !/[^ \t\r\n\f\u200b]/.test(segment)

/**
 * The same text with fewer blocks. A mail's tables nest a block in a block in a block, of which each costs at sending:
 * one that holds only another is that other; one that begins with a block that surely has text is its content and the
 * line breaks after it. html-to-text lets a first inner block's line breaks stand for the outer one's.
 */
export function folded(segments: readonly Segment[]): Segment[] {
  const out: Segment[] = []
  for (const segment of segments) for (const one of foldedOne(segment)) push(out, one)
  while (isBlank(out.at(-1)) && isBlock(out.at(-2))) out.pop()
  return out
}

function foldedOne(segment: Segment): Segment[] {
  // Spaces count in a `pre`, so that nothing in it is looked at.
  if (isBlock(segment) && segment.as === 'pre') return [segment]
  const inner = mapInside(segment, folded)
  if (!isBlock(inner) || inner.as !== undefined) return [inner]
  const content = trimmed(inner.block)
  const [first] = content
  if (isBlock(first) && content.length === 1) return [{ ...first, after: Math.max(first.after, inner.after) }]
  if (isBlock(first) && hasText(first)) return [...content, { gap: inner.after }]
  return [{ ...inner, block: content }]
}

/** Adds a segment; between blocks, spaces are nothing, and line breaks after a block are the block's. */
function push(out: Segment[], segment: Segment): void {
  const last = out.at(-1)
  if (typeof segment === 'object' && 'gap' in segment) {
    if (isBlock(last)) out[out.length - 1] = { ...last, after: Math.max(last.after, segment.gap) }
    else if (typeof last === 'object' && 'gap' in last) {
      out[out.length - 1] = { gap: Math.max(last.gap, segment.gap) }
    } else out.push(segment)
    return
  }
  if (isBlank(segment) && isBlock(last)) return
  if (isBlock(segment) && isBlank(last)) out.pop()
  out.push(segment)
}

function trimmed(segments: readonly Segment[]): Segment[] {
  const start = segments.findIndex((segment) => !isBlank(segment))
  const end = segments.findLastIndex((segment) => !isBlank(segment))
  return start === -1 ? [] : segments.slice(start, end + 1)
}

/** Whether it is written whatever the values are: an empty block's line breaks count twice. */
function hasText(segment: Segment): boolean {
  if (typeof segment === 'string') return !isBlank(segment)
  if ('block' in segment) return segment.as === 'quote' || segment.block.some(hasText)
  if ('link' in segment) return segment.link.some(hasText)
  return 'upper' in segment && segment.upper.some(hasText)
}
