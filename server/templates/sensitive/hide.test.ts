import { expect, test } from 'vitest'
import { hidden, hiddenPayload, sensitiveName, sensitivePaths } from './hide.ts'

const code = { type: 'string', sensitive: true }
const schema = {
  type: 'object' as const,
  properties: {
    code,
    user: { type: 'object', properties: { name: { type: 'string' }, pin: code } },
    cards: { type: 'array', items: { type: 'object', properties: { number: code } } },
    address: { type: 'object', sensitive: true, properties: { city: { type: 'string' } } },
    plain: { type: 'string' },
  },
}
const paths = sensitivePaths(schema)

test('the sensitive variables of a schema, through objects and lists', () => {
  expect(paths.map(sensitiveName)).toEqual(['code', 'user.pin', 'cards[].number', 'address'])
  expect(sensitivePaths(null)).toEqual([])
  expect(sensitivePaths({ type: 'object', properties: { a: true as never } })).toEqual([])
})

test('their values are hidden, whatever they are, and nothing else; what is given stays as it was', () => {
  const data = {
    code: 4711,
    user: { name: 'Ada', pin: '1' },
    cards: [{ number: '1', kind: 'a' }, { kind: 'b' }],
    address: { city: 'Kraków', lines: ['a', null] },
    plain: 'b',
  }
  const before = structuredClone(data)
  expect(hidden(data, paths)).toEqual({
    code: '•••',
    user: { name: 'Ada', pin: '•••' },
    cards: [{ number: '•••', kind: 'a' }, { kind: 'b' }],
    address: { city: '•••', lines: ['•••', null] },
    plain: 'b',
  })
  expect(data).toEqual(before)
  expect(hidden({ code: null, user: 'Ada' }, paths)).toEqual({ code: null, user: 'Ada' })
})

test('in a payload, wherever a template may have read them from', () => {
  for (const container of ['data', 'payload', 'event', 'metadata', 'message_data']) {
    expect(hiddenPayload({ type: 'A', [container]: { code: '1' } }, paths)).toEqual({
      type: 'A',
      [container]: { code: '•••' },
    })
  }
  expect(hiddenPayload({ code: '1', data: [1] }, paths)).toEqual({ code: '•••', data: [1] })
})
