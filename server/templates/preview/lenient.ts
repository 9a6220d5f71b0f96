import { type Compiled, type CompiledPush, mapInside, type Segment } from '../compile/format.ts'

/**
 * The same mail where a value that is missing is shown by its name, so that an author sees where it would stand. What is
 * missing is told beside it.
 */
export const lenient = (compiled: Compiled): Compiled => ({
  ...compiled,
  subject: named(compiled.subject),
  html: named(compiled.html),
  text: named(compiled.text),
  ...(compiled.push && { push: namedPush(compiled.push) }),
})

const namedPush = (push: CompiledPush): CompiledPush =>
  Object.fromEntries(Object.entries(push).map(([part, segments]) => [part, named(segments)]))

const named = (segments: Segment[]): Segment[] =>
  segments.map((segment) =>
    typeof segment !== 'string' && 'value' in segment && segment.fallback === undefined
      ? { ...segment, fallback: `{${segment.value.join('.')}}` }
      : mapInside(segment, named),
  )
