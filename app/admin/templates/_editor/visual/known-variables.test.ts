import { expect, it } from 'vitest'
import { itemName, knownVariables } from './known-variables.ts'

const schema = {
  type: 'object',
  properties: {
    order: {
      properties: {
        total: { type: ['number', 'null'], title: 'What it costs' },
        lines: {
          type: 'array',
          items: { properties: { name: { type: 'string' }, tags: { type: 'array' } } },
        },
      },
    },
    express: { type: 'boolean' },
  },
}
const paths = (...around: { path: string; as: string }[]) =>
  knownVariables(schema, around).map(({ path, kind }) => `${path} ${kind}`)

it('names what the schema declares, then what every template has', () => {
  expect(paths().slice(0, 4)).toEqual([
    'order.total number',
    'order.lines list',
    'express boolean',
    'recipient.name text',
  ])
  expect(knownVariables(schema)[0]?.note).toBe('What it costs')
  expect(knownVariables(null).map(({ path }) => path)).toContain('unsubscribe_url')
})

it('names the items of the repeats around it first, the innermost first', () => {
  const outer = { path: 'order.lines', as: 'line' }
  expect(paths(outer).slice(0, 2)).toEqual(['line.name text', 'line.tags list'])
  expect(paths(outer, { path: 'line.tags', as: 'tag' }).slice(0, 2)).toEqual(['tag text', 'line.name text'])
})

it('gives an item the name of one of its list', () => {
  expect(['items', 'order.lines', 'entries', 'address', 'list'].map(itemName)).toEqual([
    'item',
    'line',
    'entry',
    'item',
    'item',
  ])
})
