import type { Path } from './format.ts'

/** A `{name}` of a source, and where it stands: from `start` up to, not including, `end`. */
export interface Placeholder {
  start: number
  end: number
  path: Path
  /** What follows `|`. */
  fallback: string | undefined
}

// `{path}` or `{{path}}`, `path = ident(.ident)*`, then `|fallback` if any. No space inside: every other brace is text,
// so that CSS survives. An identifier is Unicode's (UAX 31), `_` included.
const path = String.raw`([\p{ID_Start}_]\p{ID_Continue}*(?:\.[\p{ID_Start}_]\p{ID_Continue}*)*)`
const inside = String.raw`${path}(?:\|([^{}\r\n]*))?`
const placeholder = new RegExp(String.raw`\{(?:\{${inside}\}|${inside})\}`, 'gu')

/** The variables of a source, in their order. */
export function placeholdersOf(source: string): Placeholder[] {
  return Array.from(source.matchAll(placeholder), (match) => {
    const [whole, pathOfTwo, fallbackOfTwo, pathOfOne, fallbackOfOne] = match
    return {
      start: match.index,
      end: match.index + whole.length,
      path: (pathOfTwo ?? pathOfOne ?? '').split('.'),
      fallback: pathOfTwo === undefined ? fallbackOfOne : fallbackOfTwo,
    }
  })
}

/** Where a character of the source stands, as an editor counts: both from 1. */
export function columnOf(source: string, index: number): { line: number; column: number } {
  const before = source.slice(0, index).split(/\r\n|\r|\n/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** The same in words. */
export function position(source: string, index: number): string {
  const { line, column } = columnOf(source, index)
  return `line ${line}, column ${column}`
}
