import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitInvalidLinks, limitLink, networkOf } from './limits.ts'

// Tokens come back by the second: on a busy machine one would be too many.
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const passed = (times: number, ask: () => number) =>
  Array.from({ length: times }, ask).filter((wait) => wait === 0).length

test('a client has so many links that are not valid a minute, and each client its own', () => {
  expect(passed(100, () => limitInvalidLinks('192.0.2.1'))).toBe(60)
  expect(limitInvalidLinks('192.0.2.1')).toBeGreaterThan(0)
  expect(limitInvalidLinks('192.0.2.2')).toBe(0)
})

test('a network of IPv6 is one client', () => {
  let host = 0
  expect(passed(100, () => limitInvalidLinks(`2001:db8:0:7::${(++host).toString(16)}`))).toBe(60)
  expect(limitInvalidLinks('2001:db8:0:8::1')).toBe(0)
})

test('a link has its own changes, and its own browsers', () => {
  expect(passed(100, () => limitLink('change', 'one'))).toBe(60)
  expect(passed(100, () => limitLink('subscribe', 'one'))).toBe(10)
  expect(limitLink('change', 'two')).toBe(0)
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:0DB8:0:7:1:2:3:4', '2001:db8:0:7::/64'],
  ['2001:db8::7', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
])('%s is of %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
