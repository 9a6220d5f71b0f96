/** Where something stands in a text: lines and columns count from 1, `start` and `end` are offsets. */
export interface Place {
  line: number
  start: number
  end: number
}

export type ParsedJson =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; message: string; line: number | null }

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** The object that a text is; else what is wrong with it, and in which line. */
export function parseJsonObject(text: string): ParsedJson {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { ok: true, value: { ...value } }
    }
    return { ok: false, message: 'The data must be an object: { … }', line: 1 }
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    return { ok: false, message: wordsOf(said), line: lineOf(said, text) }
  }
}

/** The engine's words without what names the place: V8 and JavaScriptCore, then Firefox. */
const wordsOf = (said: string): string =>
  said
    .replace(/^JSON\.parse: |^JSON Parse error: /, '')
    .replace(/ (in JSON )?at position \d+.*$/s, '')
    .replace(/ at line \d+ column \d+ of the JSON data$/, '')
    .replace(/, "?[\s\S]*"? is not valid JSON$/, '') || 'This is not valid JSON'

function lineOf(said: string, text: string): number | null {
  const line = /line (\d+)/.exec(said)?.[1]
  if (line) return Number(line)
  const position = /position (\d+)/.exec(said)?.[1]
  if (position) return lineAt(text, Number(position))
  return /end of (JSON )?(input|data)/i.test(said) ? text.split('\n').length : null
}

/**
 * Where the value at a path (`items[0].price`) stands in a valid JSON text; of a path that leads nowhere, the last
 * object or array on the way. An empty path is the whole.
 */
export function locate(text: string, path: string): Place | null {
  const wanted = path.match(/[^.[\]]+/g) ?? []
  let at = 0
  let best: Place | null = null
  const space = () => {
    while (/\s/.test(text[at] ?? '')) at++
  }
  const string = () => {
    const start = at++
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    at++
    return text.slice(start, at)
  }
  // `depth` parts of the path are met by the way to this value; -1: it lies beside the way.
  const value = (depth: number) => {
    space()
    const start = at
    const open = text[at]
    if (open === '{' || open === '[') {
      at++
      for (let index = 0; at < text.length; index++) {
        space()
        if (text[at] === '}' || text[at] === ']') break
        let name = String(index)
        if (open === '{') {
          const written = string()
          name = JSON.parse(written) as string
          space()
          at++
        }
        value(depth >= 0 && depth < wanted.length && name === wanted[depth] ? depth + 1 : -1)
        space()
        if (text[at] === ',') at++
      }
      at++
    } else if (open === '"') string()
    else while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at++
    // The innermost value of the way is finished first, and kept.
    if (depth >= 0 && best === null) best = { line: lineAt(text, start), start, end: at }
  }
  value(0)
  return best
}

/** The text with another string at `path`, all else as it was written. Unchanged where there is no such value. */
export function replaceString(text: string, path: string, next: string): string {
  const place = locate(text, path)
  if (!place || text[place.start] !== '"') return text
  return text.slice(0, place.start) + JSON.stringify(next) + text.slice(place.end)
}
