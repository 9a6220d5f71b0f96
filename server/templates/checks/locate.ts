import type { TemplateSource } from '#server/db/schema/templates.ts'
import type { Place } from '../problem.ts'

/** Where in a source a text stands that came out in the mail: a link's address, an alt text. Undefined: not to be told. */
export function locate(source: TemplateSource, text: string): Place | undefined {
  const wanted = text.trim()
  if (wanted === '') return undefined
  if ('code' in source) return inText('code', source.code, wanted)
  if ('doc' in source) {
    const node = inDoc(source.doc, wanted, [])
    return node && { field: 'doc', node }
  }
  if ('body' in source) {
    return (
      (source.html_body === null ? undefined : inText('html_body', source.html_body, wanted)) ??
      inText('body', source.body, wanted)
    )
  }
  const name = Object.entries(source.strings).find(([, value]) => value.includes(wanted))?.[0]
  return name === undefined ? undefined : { field: 'strings', name }
}

function inText(field: Place['field'], source: string, wanted: string): Place | undefined {
  const index = source.indexOf(wanted)
  if (index < 0) return undefined
  const before = source.slice(0, index).split(/\r\n|\r|\n/)
  return { field, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** The deepest node whose own text or attributes hold it. */
function inDoc(node: unknown, wanted: string, path: number[]): number[] | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  const { content, ...own } = node as { content?: unknown }
  if (Array.isArray(content)) {
    for (const [i, child] of content.entries()) {
      const found = inDoc(child, wanted, [...path, i])
      if (found) return found
    }
  }
  return holds(own, wanted) ? path : undefined
}

const holds = (value: unknown, wanted: string): boolean =>
  typeof value === 'string'
    ? value.includes(wanted)
    : typeof value === 'object' && value !== null && Object.values(value).some((one) => holds(one, wanted))
