import { de } from './de.ts'
import { en } from './en.ts'
import type { Words } from './words.ts'

const catalogue = { en, de }
export type PageLanguage = keyof typeof catalogue

export const wordsIn = (language: PageLanguage): Words => catalogue[language]

/** The first of these languages (BCP 47, the dearest first) that the page has words in; English if none. */
export function pageLanguage(wanted: readonly string[]): PageLanguage {
  for (const tag of wanted) {
    const language = (tag.split('-')[0] ?? '').toLowerCase()
    if (language === 'en' || language === 'de') return language
  }
  return 'en'
}

/** The languages of an `Accept-Language` header, the dearest first (RFC 9110, 12.5.4). */
export function acceptedLanguages(header: string | null): string[] {
  return (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((one) => one.trim())
      const quality = parameters.find((one) => one.startsWith('q='))?.slice(2)
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
}
