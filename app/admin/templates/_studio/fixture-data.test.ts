import { expect, it } from 'vitest'
import { exampleOf, schemaAt, withValue } from './fixture-data.ts'

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    email: { type: 'string', format: 'email' },
    state: { enum: ['new', 'old'] },
    items: {
      type: 'array',
      items: { type: 'object', properties: { price: { type: 'number', default: 3 } } },
    },
  },
}

it('makes data that a schema allows', () => {
  expect(exampleOf(schema, '')).toEqual({
    name: 'name',
    email: 'ada@example.com',
    state: 'new',
    items: [{ price: 3 }, { price: 3 }],
  })
})

it('puts a value where none was, and leaves the rest', () => {
  expect(withValue({ a: 1 }, 'order.total', 5)).toEqual({ a: 1, order: { total: 5 } })
  expect(withValue({ items: [{ a: 1 }, { a: 2 }] }, 'items[1].b', 3)).toEqual({
    items: [{ a: 1 }, { a: 2, b: 3 }],
  })
})

it('finds what a schema says of a path', () => {
  expect(schemaAt(schema, 'items[0].price')).toEqual({ type: 'number', default: 3 })
  expect(schemaAt(schema, 'nothing.here')).toBeUndefined()
})
