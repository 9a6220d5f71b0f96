import { expect, test } from 'vitest'
import { acceptedLanguages, pageLanguage, wordsIn } from './language.ts'

test.each([
  [['de-AT'], 'de'],
  [['fr', 'DE', 'en'], 'de'],
  [['fr-FR'], 'en'],
  [[], 'en'],
])('who reads %j gets the page in %s', (wanted, language) => {
  expect(pageLanguage(wanted)).toBe(language)
})

test.each([
  ['de-DE,de;q=0.9,en;q=0.8', ['de-DE', 'de', 'en']],
  ['en;q=0.1, fr;q=0, de;q=0.7', ['de', 'en']],
  [null, []],
  ['', []],
])('Accept-Language %j names %j', (header, languages) => {
  expect(acceptedLanguages(header)).toEqual(languages)
})

/** Every text, with the path it stands at. */
const texts = (value: unknown, path = ''): [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`))
    : [[path, typeof value === 'function' ? String(value('Ärger & Co')) : String(value)]]

test('both languages say everything, each in its own words', () => {
  const { ownWords: _, ...en } = wordsIn('en')
  const { ownWords: __, ...de } = wordsIn('de')
  expect(texts(de).map(([path]) => path)).toEqual(texts(en).map(([path]) => path))
  const same = texts(de).filter(([path, text]) => text === new Map(texts(en)).get(path))
  // “Push” and e-mail’s column are the same word in both.
  expect(same.map(([path]) => path)).toEqual(['.categories.channel.push'])
  for (const [path, text] of [...texts(en), ...texts(de)]) expect(text.trim(), path).not.toBe('')
})
