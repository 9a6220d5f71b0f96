import { expect, it } from 'vitest'
import { declaredVariables, inALine } from './variable-paths.ts'

it('lists what a schema declares, and tells what fits into a line', () => {
  const found = declaredVariables({
    type: 'object',
    properties: {
      name: { type: 'string', description: 'Who' },
      order: {
        type: 'object',
        properties: { total: { type: 'number' }, at: { type: 'string', format: 'date-time' } },
      },
      items: { type: 'array', items: { type: 'object', properties: { price: { type: 'number' } } } },
    },
  })
  expect(found.map(({ path, type }) => `${path} ${type}`)).toEqual([
    'name text',
    'order.total number',
    'order.at time',
    'items list',
    'items[].price number',
  ])
  expect(found.filter(inALine)).toHaveLength(3)
})
