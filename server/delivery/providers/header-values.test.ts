import { describe, expect, it } from 'vitest'
import { orderMail } from '#server/testing/provider-conformance.ts'
import { furtherHeaders, headerValue, mailbox } from './header-values.ts'

describe('headerValue', () => {
  it.each([
    ['a\r\nBcc: b@example.test', 'a Bcc: b@example.test'],
    ['a\rb\nc\u0000d\u007fe\u0085f\u2028g', 'a b c d e f g'],
    ['  tidy\t', 'tidy'],
    ['注文 🎉', '注文 🎉'],
  ])('makes %j one line', (value, expected) => {
    expect(headerValue(value)).toBe(expected)
  })
})

describe('mailbox', () => {
  it.each([
    ['ada@example.test', { name: '', address: 'ada@example.test' }],
    ['<ada@example.test>', { name: '', address: 'ada@example.test' }],
    ['Ada Lovelace <ada@example.test>', { name: 'Ada Lovelace', address: 'ada@example.test' }],
    ['"Lovelace, Ada" <ada@example.test>', { name: 'Lovelace, Ada', address: 'ada@example.test' }],
    ['Lovelace, Ada <ada@example.test>', { name: 'Lovelace, Ada', address: 'ada@example.test' }],
    [
      'Ada\r\nBcc: b@example.test <ada@example.test>',
      { name: 'Ada Bcc: b@example.test', address: 'ada@example.test' },
    ],
    ['ada@[127.0.0.1]', { name: '', address: 'ada@[127.0.0.1]' }],
  ])('reads %j', (text, expected) => {
    expect(mailbox(text)).toEqual(expected)
  })

  it.each([
    '',
    'ada',
    'ada@',
    '@example.test',
    'ada@example.test, eve@example.test',
    'ada@example.test eve@example.test',
    'Ada <ada@example.test> <eve@example.test>',
    'Ada <ada@example.test, eve@example.test>',
  ])('refuses %j, which is not exactly one address', (text) => {
    expect(mailbox(text)).toBeNull()
  })
})

it('leaves out further headers that are malformed or the provider’s own', () => {
  const headers = {
    'X-Good': 'yes',
    'List-Unsubscribe': '<https://example.test/u/1>',
    bcc: 'eve@example.test',
    'CONTENT-TYPE': 'text/html',
    'Message-Id': '<other@example.test>',
    'Resent-To': 'eve@example.test',
    'X Space': 'no',
    'X-Colon:': 'no',
    'X-Ünï': 'no',
    '': 'no',
  }
  expect(furtherHeaders(orderMail({ headers }))).toEqual({
    'X-Good': 'yes',
    'List-Unsubscribe': '<https://example.test/u/1>',
  })
})
