import { expect, test } from 'vitest'
import { namesPerson } from './names-person.ts'

const uuid = '019a0000-0000-7000-8000-00000000000a'
const person = { names: [uuid, '7', 'ext:7'], addresses: ['Ada+x@example.com'] }

test.each<[string, Record<string, unknown>, boolean]>([
  ['an address, however deep and written', { a: [{ to: 'ADA+X@example.com' }] }, true],
  ['an address inside of a text', { say: 'Write to <ada+x@example.com>.' }, true],
  ['an address that ends alike', { to: 'not.ada+x@example.com' }, false],
  ['an address that begins alike', { to: 'ada+x@example.com.br' }, false],
  ['the customer’s id', { customer_id: 7 }, true],
  ['the same number as something else', { order_id: '7', count: 7 }, false],
  ['the id as any value', { buyer: { ref: uuid } }, true],
  ['the external id with its prefix', { to: 'ext:7' }, true],
  ['nobody', {}, false],
])('%s', (_, data, expected) => {
  expect(namesPerson(data, person)).toBe(expected)
})
