import { expect, test } from 'vitest'
import { formatCompact, formatCount } from './number.tsx'

test.each([
  [0, '0'],
  [998, '998'],
  [1_000, '1k'],
  [12_449, '12.4k'],
  [124_900, '124k'],
  [999_999, '999k'],
  [1_250_000, '1.2M'],
  [-12_400, '-12.4k'],
])('%i in short is “%s”', (value, words) => {
  expect(formatCompact(value)).toBe(words)
})

test('thousands are parted', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567')
})
