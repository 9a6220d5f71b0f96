import { expect, test } from 'vitest'
import { childPath, jsonRows, openPaths } from './json-rows.ts'

const none = new Set<string>()

test('paths are written as errors write them', () => {
  expect(childPath('', 'data')).toBe('data')
  expect(childPath('data.items', 0)).toBe('data.items[0]')
  expect(childPath('data', 'two words')).toBe('data["two words"]')
})

test('a folded tree shows its first level with sizes', () => {
  const rows = jsonRows({ type: 'ORDER_CREATED', data: { id: 1, items: [] } }, none, none)
  expect(rows.map(({ path, size }) => [path, size])).toEqual([
    ['type', undefined],
    ['data', 2],
  ])
})

test('unfolded children follow their parent one level deeper', () => {
  const value = { data: { items: [{ price: 2 }] }, after: null }
  const rows = jsonRows(value, new Set(openPaths(value)), none)
  expect(rows.map(({ path, level }) => `${level} ${path}`)).toEqual([
    '1 data',
    '2 data.items',
    '3 data.items[0]',
    '4 data.items[0].price',
    '1 after',
  ])
})

test('a long array shows a hundred and says how many more there are', () => {
  const rows = jsonRows({ list: Array.from({ length: 250 }, (_, at) => at) }, new Set(['list']), none)
  expect(rows).toHaveLength(102)
  expect(rows.at(-1)).toMatchObject({ path: 'list', hidden: 150 })
  expect(jsonRows(Array(250).fill(0), none, new Set(['']))).toHaveLength(250)
})
