import { SourceMap, type SourceMapPayload } from 'node:module'
import { type Message, type TransformFailure, transform } from 'esbuild'
import type { CodeProblem } from './imports.ts'
import { lazyParts } from './lazy-parts.ts'
import type { CodePlace } from './protocol.ts'

/** What a line number of a stack trace belongs to. */
export const FILE = 'template.tsx'

export interface Transpiled {
  /** A CommonJS module. */
  js: string
  /** The place that the author wrote, for one in `js`; null: it is none of the author's. */
  original: (place: CodePlace) => CodePlace | null
}

/** TSX to a module that QuickJS can run, or why it is none. Throws what is no fault of the code. */
export async function transpile(code: string): Promise<Transpiled | { problems: CodeProblem[] }> {
  const lazy = lazyParts(code)
  try {
    const { code: js, map } = await toJs(lazy.code)
    const payload = JSON.parse(map) as SourceMapPayload
    const sourceMap = new SourceMap(payload)
    return {
      js,
      original({ line, column }) {
        const found = sourceMap.findEntry(line - 1, column - 1)
        if (!('originalLine' in found)) return null
        return lazy.original({ line: found.originalLine + 1, column: found.originalColumn + 1 })
      },
    }
  } catch (error) {
    if (!isFailure(error)) throw error
    // What was put in must not be in the message.
    const failure = await toJs(code).then(
      () => error,
      (plain: unknown) => (isFailure(plain) ? plain : error),
    )
    return { problems: firstOfTags(failure.errors).map(problemOf) }
  }
}

const toJs = (code: string) =>
  transform(code, {
    loader: 'tsx',
    jsx: 'automatic',
    format: 'cjs',
    target: 'es2023',
    charset: 'utf8',
    sourcemap: true,
    sourcefile: FILE,
    logLevel: 'silent',
    tsconfigRaw: {},
  })

/** One of the code: where esbuild itself fails, there is no place. */
const isFailure = (error: unknown): error is TransformFailure =>
  error instanceof Error &&
  (error as Partial<TransformFailure>).errors?.some(({ location }) => location !== null) === true

const TAGS = /^Unexpected closing .* tag does not match opening/

/** One tag that is not closed makes all around it not match. */
const firstOfTags = (errors: Message[]): Message[] => {
  const first = errors.find(({ text }) => TAGS.test(text))
  return errors.filter((error) => error === first || !TAGS.test(error.text))
}

function problemOf({ text, location, notes }: Message): CodeProblem {
  if (!location) return { message: text, at: null }
  const opened = TAGS.test(text) ? notes[0]?.location?.line : undefined
  const message = opened === undefined ? text : `${text} of line ${opened}`
  // esbuild counts bytes.
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString()
  return { message, at: { line: location.line, column: before.length + 1 } }
}
