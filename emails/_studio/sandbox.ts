import './sandbox-polyfills.ts'
import { createElement, type FunctionComponent } from 'react'
import { lookupIn, type Scope } from './lookup.ts'
import { type Mark, markText } from './marks.ts'
import { htmlOf } from './sandbox-html.ts'
import { modules } from './sandbox-modules.ts'
import { type Rendering, startRendering } from './vocabulary.tsx'

// Runs in QuickJS, once for each compilation, beside what an author wrote: `server/templates/compile/code`.

/** Characters. A mail above 102 KB is cut by Gmail already. */
const HTML_MAX = 1_000_000
const MARKS_MAX = 2_000
const WORDS_MAX = 2_000

interface Job {
  locale: string
  theme: unknown
  concrete: { data: unknown; builtIn: unknown } | null
}

/** A value, and how its template wants it written: asked of the host, which knows languages and time zones. */
interface Wanted {
  mark: Extract<Mark, { kind: 'value' }>
  value: unknown
}

/** What was asked and answered so far, in order. */
const answers = new Map<string, string>()
let asked: string[] = []

type Template = (exports: object, require: (name: string) => unknown, module: { exports: unknown }) => void

/**
 * Renders the mail that a template's module exports by default.
 *
 * @param jobText a Job as JSON
 * @param texts what was wanted the last time, as a JSON list of texts in the same order
 * @returns as JSON: `{ html, marks }`, `{ wanted }` (to be called again with their texts), or `{ error }`
 */
export async function run(template: Template, jobText: string, texts: string): Promise<string> {
  try {
    const given = JSON.parse(texts) as string[]
    for (const [i, key] of asked.entries()) answers.set(key, given[i] ?? '')
    asked = []
    const job = JSON.parse(jobText) as Job
    const marks: Mark[] = []
    const wanted = new Map<string, Wanted>()
    startRendering(job.concrete ? real(job.concrete, wanted) : marked(marks))
    const html = await htmlOf(createElement(mailOf(template, job)))
    if (wanted.size > 0) {
      asked = [...wanted.keys()]
      return JSON.stringify({ wanted: [...wanted.values()] })
    }
    if (html.length > HTML_MAX)
      return JSON.stringify({ error: { name: '', message: 'TOO_LARGE', stack: '' } })
    return JSON.stringify({ html, marks })
  } catch (error) {
    return JSON.stringify({ error: described(error) })
  }
}

/** The names that a template may import, by module. */
export const names = (): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(modules({ theme: null, locale: '' })).map(([name, module]) => [
        name,
        Object.keys(module),
      ]),
    ),
  )

function mailOf(template: Template, { theme, locale }: Job): FunctionComponent {
  const known = modules({ theme, locale })
  const module = { exports: {} as { default?: unknown } }
  template(
    module.exports,
    (name) => {
      if (Object.hasOwn(known, name)) return known[name]
      throw new TypeError(`A template imports from react, react-email and posthorn only, not from "${name}"`)
    },
    module,
  )
  const mail = module.exports?.default
  if (typeof mail !== 'function')
    throw new TypeError(
      'The template must export its mail: export default function Mail() { return <Html>…</Html> }',
    )
  return mail as FunctionComponent
}

function marked(marks: Mark[]): Rendering {
  const numbers = new Map<string, number>()
  const mark = (next: Mark): string => {
    const key = JSON.stringify(next)
    let number = numbers.get(key)
    if (number === undefined) {
      if (marks.length >= MARKS_MAX)
        throw new RangeError(`A template has at most ${MARKS_MAX} different variables`)
      number = marks.push(next) - 1
      numbers.set(key, number)
    }
    return markText(number)
  }
  return { mark, value: mark, lookup: () => undefined }
}

function real(
  { data, builtIn }: { data: unknown; builtIn: unknown },
  wanted: Map<string, Wanted>,
): Rendering {
  const lookup = lookupIn(data, builtIn)
  return {
    mark: null,
    lookup,
    value(mark, at: Scope | null) {
      const value = lookup(mark.path, at)
      const currency =
        mark.filter?.name === 'money' && Array.isArray(mark.filter.currency)
          ? lookup(mark.filter.currency, at)
          : undefined
      const key = JSON.stringify([mark, value ?? null, currency ?? null])
      const text = answers.get(key)
      if (text !== undefined) return text
      wanted.set(key, { mark: resolved(mark, currency), value })
      return ''
    },
  }
}

/** An amount's currency as a code: the host doesn't know which item it belongs to. */
function resolved(mark: Wanted['mark'], currency: unknown): Wanted['mark'] {
  if (mark.filter?.name !== 'money' || !Array.isArray(mark.filter.currency)) return mark
  return { ...mark, filter: { name: 'money', currency: typeof currency === 'string' ? currency : '' } }
}

/** An author may throw anything, also what throws when it is looked at. */
function described(error: unknown): { name: string; message: string; stack: string } {
  const text = (read: () => unknown): string => {
    try {
      const value = read()
      return typeof value === 'string' ? value.slice(0, WORDS_MAX) : ''
    } catch {
      return ''
    }
  }
  if (typeof error === 'object' && error !== null) {
    const thrown = error as Error
    return {
      name: text(() => thrown.name),
      message: text(() => thrown.message),
      stack: text(() => thrown.stack),
    }
  }
  return { name: '', message: text(() => `Threw ${String(error)}`), stack: '' }
}
