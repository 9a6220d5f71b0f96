import type { Issue } from '#server/errors.ts'
import type { Compiled, Path, Segment } from '#server/templates/compile/format.ts'
import { escapeFor, headerLine } from './escape.ts'
import { proseToHtml } from './prose.ts'

/** What a template is put together with. `builtIn`: names that the data may take for itself. */
export interface Values {
  data: Readonly<Record<string, unknown>>
  builtIn: Readonly<Record<string, unknown>>
}

export type CompiledOutcome = { subject: string; html: string; text: string } | { issues: Issue[] }

/**
 * Puts a compiled template together with its values: nothing is evaluated, each value is escaped for where it stands.
 * `issues`: the values that are missing or are no text, by their path in the data.
 */
export function renderCompiled({ subject, html, text }: Compiled, values: Values): CompiledOutcome {
  const writer = new Writer(values)
  const rendered = {
    subject: headerLine(writer.write(subject, null)).trim(),
    html: writer.write(html, null),
    text: writer.write(text, null),
  }
  return writer.issues.size === 0 ? rendered : { issues: [...writer.issues.values()] }
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

  constructor(values: Values) {
    this.#values = values
  }

  write(segments: readonly Segment[], local: Local | null): string {
    let out = ''
    for (const segment of segments) out += typeof segment === 'string' ? segment : this.#part(segment, local)
    return out
  }

  #part(segment: Exclude<Segment, string>, local: Local | null): string {
    if ('value' in segment) {
      const text = this.#text(segment.value, segment.fallback, local)
      return text === null ? '' : escapeFor(segment.context, text)
    }
    if ('prose' in segment) return proseToHtml(this.write(segment.prose, local))
    if ('each' in segment) return this.#each(segment, local)
    return this.write(
      isSomething(this.#find(segment.if, local).value) ? segment.body : (segment.else ?? []),
      local,
    )
  }

  #each({ each, as, body }: Extract<Segment, { each: Path }>, local: Local | null): string {
    const { value, at } = this.#find(each, local)
    if (value === undefined || value === null) return ''
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
    const { value, at } = this.#find(path, local)
    if (value === undefined || value === null || (value === '' && fallback !== undefined)) {
      if (fallback !== undefined) return fallback
      this.issues.set(at, { path: at, message: 'is required' })
      return null
    }
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    this.issues.set(at, { path: at, message: 'must be a text, a number or true or false' })
    return null
  }

  /** Own properties only: `constructor` and its like are not there. */
  #find([first = '', ...rest]: Path, local: Local | null): { value: unknown; at: string } {
    let scope = local
    while (scope && scope.name !== first) scope = scope.outer
    const { data, builtIn } = this.#values
    const at = [scope?.at ?? first, ...rest].join('.')
    let value = scope ? scope.value : own(Object.hasOwn(data, first) ? data : builtIn, first)
    for (const name of rest) value = own(value, name)
    return { value, at }
  }
}

const own = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null && !Array.isArray(holder) && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined

const isSomething = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))
