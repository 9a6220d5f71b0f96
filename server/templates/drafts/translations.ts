import { isDeepStrictEqual } from 'node:util'
import type { TemplateSource } from '#server/db/schema/templates.ts'

/**
 * How far a locale is: the `default` one itself; `untouched`: as in the default language, although another; `behind`:
 * the default changed after it; else `done`.
 */
export type Translation = 'default' | 'done' | 'untouched' | 'behind'

interface Written {
  locale: string
  source: TemplateSource
  changedAt: Date | null
}

const languageOf = (locale: string) => locale.split('-')[0]

/** Of one locale beside the default one, which comes first in its draft. */
export function translationOf(locale: Written, byDefault: Written): Translation {
  if (locale.locale === byDefault.locale) return 'default'
  const isOther = languageOf(locale.locale) !== languageOf(byDefault.locale)
  if (isOther && isDeepStrictEqual(locale.source, byDefault.source)) return 'untouched'
  const isOlder = (byDefault.changedAt?.getTime() ?? 0) > (locale.changedAt?.getTime() ?? 0)
  return isOlder ? 'behind' : 'done'
}

/** How many texts a locale has, and how many of them read as in the default language. */
export interface Texts {
  total: number
  same: number
}

/** By what is said, not by its place: of a text that was moved or said twice, nothing is missed. */
export function textsOf(source: TemplateSource, byDefault: TemplateSource): Texts {
  const known = new Set(wordsOf(byDefault))
  const words = wordsOf(source)
  return { total: words.length, same: words.filter((text) => known.has(text)).length }
}

/** Attributes of the visual editor's nodes that a reader sees. */
const READ = ['alt', 'title', 'label', 'fallback']

/** Every text of a source that has a letter, as a reader meets it. Of TSX, what stands between tags. */
function wordsOf(source: TemplateSource): string[] {
  const texts = [source.subject ?? '', 'preheader' in source ? source.preheader : '']
  if ('body' in source) texts.push(...source.body.split(/\n+/))
  else if ('strings' in source) texts.push(...Object.values(source.strings))
  else if ('doc' in source) texts.push(...nodeTexts(source.doc))
  else texts.push(...Array.from(source.code.matchAll(/>([^<>{}=;]+)</g), (match) => match[1] ?? ''))
  return texts.map((text) => text.trim()).filter((text) => /\p{L}/u.test(text.replace(/\{[^}]*\}/g, '')))
}

function nodeTexts(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  const { text, attrs, content } = node as { text?: unknown; attrs?: unknown; content?: unknown }
  const read = typeof attrs === 'object' && attrs !== null ? (attrs as Record<string, unknown>) : {}
  return [
    ...(typeof text === 'string' ? [text] : []),
    ...READ.flatMap((name) => (typeof read[name] === 'string' ? [read[name]] : [])),
    ...(Array.isArray(content) ? content.flatMap(nodeTexts) : []),
  ]
}
