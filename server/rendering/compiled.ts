import type { Issue } from '#server/errors.ts'
import type { Compiled, Path, Segment } from '#server/templates/compile/format.ts'
import { escapeFor, headerLine } from './escape.ts'
import { proseToHtml } from './prose.ts'

/** What a template is put together with. `builtIn`: names that the data may take for itself. */
export interface Values {
  data: Readonly<Record<string, unknown>>
  builtIn: Readonly<Record<string, unknown>>
}

/** In characters, all three together: a large value that stands in many places must not fill the memory. */
const ROOM = 5_000_000

class TooLarge extends Error {}

export type CompiledOutcome = { subject: string; html: string; text: string } | { issues: Issue[] }

/**
 * Puts a compiled template together with its values: nothing is evaluated, each value is escaped for where it stands.
 * `issues`: the values that are missing or are no text, by their path in the data; without a path, that it is too large.
 */
export function renderCompiled({ subject, html, text }: Compiled, values: Values): CompiledOutcome {
  const writer = new Writer(values)
  try {
    const rendered = {
      subject: headerLine(writer.write(subject, null)).trim(),
      html: writer.write(html, null),
      text: writer.write(text, null),
    }
    return writer.issues.size === 0 ? rendered : { issues: [...writer.issues.values()] }
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    return {
      issues: [{ path: '', message: `makes a mail of more than ${ROOM / 1_000_000} million characters` }],
    }
  }
}

/** The item that an `each` is at, inside of those around it. `at`: its path in the data, for issues. */
interface Local {
  name: string
  value: unknown
  at: string
  outer: Local | null
}

class Writer {
  readonly issues = new Map<string, Issue>()
  readonly #values: Values
  #room = ROOM

  constructor(values: Values) {
    this.#values = values
  }

  write(segments: readonly Segment[], local: Local | null): string {
    let out = ''
    for (const segment of segments) {
      out += typeof segment === 'string' ? this.#fitting(segment) : this.#part(segment, local)
    }
    return out
  }

  #fitting(text: string): string {
    this.#room -= text.length + 1
    if (this.#room < 0) throw new TooLarge()
    return text
  }

  #part(segment: Exclude<Segment, string>, local: Local | null): string {
    if ('value' in segment) {
      const text = this.#text(segment.value, segment.fallback, local)
      return text === null ? '' : this.#fitting(escapeFor(segment.context, text))
    }
    if ('prose' in segment) return this.#fitting(proseToHtml(this.write(segment.prose, local)))
    if ('each' in segment) return this.#each(segment, local)
    return this.write(isSomething(this.#find(segment.if, local)) ? segment.body : (segment.else ?? []), local)
  }

  #each({ each, as, body }: Extract<Segment, { each: Path }>, local: Local | null): string {
    const value = this.#find(each, local)
    if (value === undefined || value === null) return ''
    const at = nameOf(each, local)
    if (!Array.isArray(value)) {
      this.issues.set(at, { path: at, message: 'must be a list' })
      return ''
    }
    return value
      .map((item, i) => this.write(body, { name: as, value: item, at: `${at}[${i}]`, outer: local }))
      .join('')
  }

  /** Null: there is none, which is noted. */
  #text(path: Path, fallback: string | undefined, local: Local | null): string | null {
    const value = this.#find(path, local)
    if (typeof value === 'string' && (value !== '' || fallback === undefined)) return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    const isAbsent = value === undefined || value === null || value === ''
    if (isAbsent && fallback !== undefined) return fallback
    const at = nameOf(path, local)
    const message = isAbsent ? 'is required' : 'must be a text, a number or true or false'
    this.issues.set(at, { path: at, message })
    return null
  }

  /** Own properties only: `constructor` and its like are not there. */
  #find(path: Path, local: Local | null): unknown {
    const [first = ''] = path
    const scope = scopeOf(first, local)
    const { data, builtIn } = this.#values
    let value = scope ? scope.value : own(Object.hasOwn(data, first) ? data : builtIn, first)
    for (let i = 1; i < path.length; i++) value = own(value, path[i] ?? '')
    return value
  }
}

function scopeOf(name: string, local: Local | null): Local | null {
  let scope = local
  while (scope && scope.name !== name) scope = scope.outer
  return scope
}

/** A value's path in the data: `order.items[1].name`. */
const nameOf = ([first = '', ...rest]: Path, local: Local | null): string =>
  [scopeOf(first, local)?.at ?? first, ...rest].join('.')

const own = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null && !Array.isArray(holder) && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined

const isSomething = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))
