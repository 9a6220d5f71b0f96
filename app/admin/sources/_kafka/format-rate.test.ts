import { expect, test } from 'vitest'
import { formatRate } from './format-rate.ts'

test.each([
  [0, '0'],
  [0.004, '0'],
  [0.05, '0.05'],
  [0.5, '0.5'],
  [3.24, '3.2'],
  [9.96, '10'],
  [12.4, '12'],
  [15_240.6, '15,241'],
])('%d a second reads %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text)
})
