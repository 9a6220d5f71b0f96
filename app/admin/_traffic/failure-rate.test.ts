import { expect, test } from 'vitest'
import { failureRate } from './failure-rate.ts'

test('the failure rate is a share of all that were sent or failed', () => {
  expect(failureRate(90, 10)).toBe('10 %')
  expect(failureRate(996, 4)).toBe('0.4 %')
  expect(failureRate(1_000_000, 1)).toBe('< 0.1 %')
})

test('the failure rate says nothing where nothing failed', () => {
  expect(failureRate(10, 0)).toBeNull()
  expect(failureRate(0, 0)).toBeNull()
})
