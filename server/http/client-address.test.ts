import { describe, expect, test } from 'vitest'
import { addressOf, isWithin } from './client-address.ts'

const from = (
  remoteAddress: string | undefined,
  headers: Record<string, string> = {},
  { trustProxy = false } = {},
) => addressOf({ headers, socket: { remoteAddress } }, trustProxy)

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::1', '::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['', null],
  [undefined, null],
])('a connection from %s comes from %s', (remote, address) => {
  expect(from(remote)).toBe(address)
})

test('what a client says of itself is not believed, and leaves the connection’s address in doubt', () => {
  expect(from('203.0.113.7', { 'x-forwarded-for': '10.0.0.1' })).toBeNull()
  expect(from('10.0.0.1', { 'x-forwarded-for': '10.0.0.2' })).toBeNull()
  expect(from('10.0.0.1', { forwarded: 'for=203.0.113.7' })).toBeNull()
})

describe('behind a trusted proxy', () => {
  const trustProxy = true

  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.1, 203.0.113.7', '203.0.113.7'],
    ['203.0.113.7, 10.0.0.1', '10.0.0.1'],
    ['203.0.113.7,10.0.0.1:4711', '10.0.0.1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['unknown', null],
    ['10.0.0.1, ', null],
    ['', null],
  ])('of “%s” the last counts: %s', (list, address) => {
    expect(from('127.0.0.1', { 'x-forwarded-for': list }, { trustProxy })).toBe(address)
  })

  test('who comes past it is who connects', () => {
    expect(from('10.0.0.1', {}, { trustProxy })).toBe('10.0.0.1')
  })

  test('a proxy that writes Forwarded instead says nothing that is read', () => {
    expect(from('127.0.0.1', { forwarded: 'for=10.0.0.1' }, { trustProxy })).toBeNull()
  })
})

test.each([
  ['10.1.2.3', true],
  ['192.168.1.7', true],
  ['192.168.1.8', false],
  ['203.0.113.7', false],
  ['fd00::1', true],
  ['2001:db8::1', false],
])('%s is within the networks: %s', (address, within) => {
  expect(isWithin(address, ['10.0.0.0/8', '192.168.1.7/32', 'fc00::/7'])).toBe(within)
})
