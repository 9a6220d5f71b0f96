import { expect, test } from 'vitest'
import { Rates } from './rates.ts'

test('a rate is that of the last minute, or since the start', () => {
  const rates = new Rates(0)
  rates.add('a', 100)
  rates.add('b', 20)
  expect(rates.perSecond(10_000).all).toBe(12)
  expect(rates.perSecond(10_000).of('a')).toBe(10)
  for (let at = 12_000; at <= 70_000; at += 2_000) rates.perSecond(at)
  expect(rates.perSecond(72_000).all).toBe(0)
  rates.add('a', 3)
  const later = rates.perSecond(74_000)
  expect(later.of('a')).toBe(0.05)
  expect(later.of('never seen')).toBe(0)
  expect(rates.total).toBe(123)
})
