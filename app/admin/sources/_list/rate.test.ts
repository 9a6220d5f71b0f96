import { expect, it } from 'vitest'
import { refusedShare } from './rate.ts'

it.each([
  [0, 0, '–'],
  [5, 0, '0 %'],
  [5, 5, '50 %'],
  [0, 5, '100 %'],
  [1, 999, '99 %'],
  [39, 1, '2.5 %'],
  [1_000_000, 1, '< 0.1 %'],
])('%i taken and %i refused are %s', (accepted, refused, words) => {
  expect(refusedShare({ accepted, refused })).toBe(words)
})
