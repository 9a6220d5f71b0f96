import type { TemplateSource } from '#server/db/schema/templates.ts'
import { outlineOf } from './outline.ts'

/** The lines of a source that stand above every editor: subject and, where it has one, preheader. */
export function linesOf(source: TemplateSource | null): { label: string; text: string | null }[] {
  return [
    { label: 'Subject', text: source?.subject ?? null },
    ...(source === null || 'preheader' in source
      ? [{ label: 'Preheader', text: source?.preheader ?? null }]
      : []),
    ...pushLines(source),
  ]
}

/** Those that were written; the rest of a push message is the mail's. */
function pushLines(source: TemplateSource | null): { label: string; text: string }[] {
  const push = source !== null && 'push' in source ? (source.push ?? {}) : {}
  return Object.entries(push).flatMap(([part, text]) => (text ? [{ label: `Push ${part}`, text }] : []))
}

export interface SourcePart {
  title: string
  language: 'tsx' | 'json' | 'text'
  text: string
}

/** The rest of a source as texts that can be compared line by line; a visual document as outline, or `raw` as JSON. */
export function partsOf(source: TemplateSource | null, raw: boolean): SourcePart[] {
  if (source === null) return []
  if ('code' in source) return [{ title: 'Code', language: 'tsx', text: source.code }]
  if ('doc' in source) {
    return raw
      ? [{ title: 'Document', language: 'json', text: JSON.stringify(source.doc, null, 2) }]
      : [{ title: 'Outline', language: 'text', text: outlineOf(source.doc) }]
  }
  if ('strings' in source) {
    return [{ title: 'Strings', language: 'json', text: JSON.stringify(source.strings, null, 2) }]
  }
  return [
    { title: 'Text', language: 'text', text: source.body },
    ...(source.html_body === null
      ? []
      : [{ title: 'HTML', language: 'text' as const, text: source.html_body }]),
  ]
}
