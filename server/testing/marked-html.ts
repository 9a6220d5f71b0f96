import { escapeHtml } from '#server/rendering/escape.ts'
import type { Mark, Marked } from '#server/templates/compile/marked.ts'
import { markText } from '../../emails/_studio/marks.ts'

/**
 * A mail of a test, once with marks and once with values. Values are `«a.b»`, `«a.b|fallback»`; parts are `«?a.b»…«:»…«/»`
 * (`«!a»` turns it round, `«?a=x»` compares) and `«*items item»…«/»`.
 */
const TOKEN = /«([?!*:/]?)([^»]*)»/g

type Data = Readonly<Record<string, unknown>>

/** What the template has where a mark stands: with its kind, and the mark. */
function markOf(sign: string, rest: string): Mark {
  if (sign === '/') return { kind: 'end' }
  if (sign === ':') return { kind: 'else' }
  if (sign === '*') {
    const [list = '', as = ''] = rest.split(' ')
    return { kind: 'each', path: list.split('.'), as }
  }
  if (sign === '') {
    const [path = '', fallback] = rest.split('|')
    return { kind: 'value', path: path.split('.'), ...(fallback !== undefined && { fallback }) }
  }
  const [path = '', is] = rest.split('=')
  return {
    kind: 'if',
    path: path.split('.'),
    ...(is !== undefined && { is }),
    ...(sign === '!' && { not: true as const }),
  }
}

/** The template as an editor's part of the compiler hands it over. */
export function markedHtml(template: string): Marked {
  const marks: Mark[] = []
  const html = template.replace(TOKEN, (_, sign: string, rest: string) => {
    marks.push(markOf(sign, rest))
    return markText(marks.length - 1)
  })
  return { html, marks, problems: [] }
}

/** The template as React would write it with these values. */
export function concreteHtml(template: string, data: Data): string {
  const pieces = template.split(TOKEN)
  let at = 0
  /** Up to the end or turning point of the part; `shown`: whether it is written. */
  const read = (scope: Data, shown: boolean): { html: string; ended: string } => {
    let html = pieces[at] ?? ''
    for (;;) {
      const [sign, rest] = [pieces[at + 1], pieces[at + 2] ?? '']
      if (sign === undefined || sign === '/' || sign === ':') return { html, ended: sign ?? '' }
      at += 3
      const mark = markOf(sign, rest)
      if (mark.kind === 'value')
        html += escapeHtml(String(valueAt(mark.path, scope) || (mark.fallback ?? '')))
      else if (mark.kind === 'if') html += either(mark, scope, shown)
      else if (mark.kind === 'each') html += each(mark, scope)
      html += pieces[at] ?? ''
    }
  }
  const either = (mark: Extract<Mark, { kind: 'if' }>, scope: Data, shown: boolean): string => {
    const value = valueAt(mark.path, scope)
    const isThere = Array.isArray(value) ? value.length > 0 : Boolean(value)
    const holds = (mark.is === undefined ? isThere : String(value) === mark.is) !== (mark.not ?? false)
    const body = read(scope, shown && holds)
    let otherwise = ''
    if (body.ended === ':') {
      at += 3
      otherwise = read(scope, shown && !holds).html
    }
    at += 3
    return holds ? body.html : otherwise
  }
  const each = ({ path, as }: Extract<Mark, { kind: 'each' }>, scope: Data): string => {
    const list = (valueAt(path, scope) ?? []) as unknown[]
    const start = at
    let html = ''
    for (const item of list.length > 0 ? list : [{}]) {
      at = start
      const { html: one } = read({ ...scope, [as]: item }, list.length > 0)
      if (list.length > 0) html += one
    }
    at += 3
    return html
  }
  return read(data, true).html
}

const valueAt = (path: string[], scope: unknown): unknown =>
  path.reduce<unknown>(
    (holder, name) =>
      typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[name] : undefined,
    scope,
  )
