import { expect, it } from 'vitest'
import { slugOf } from './slug.ts'

it.each([
  ['Web shop', 'web-shop'],
  ['  Größe & Co. ', 'groesse-co'],
  ['Crème brûlée №5', 'creme-brulee-no5'],
  ['--', ''],
  ['日本', ''],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('makes %j to %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})
