import { expect, test } from 'vitest'
import { without } from './without.ts'

test('takes away what stands at a path, and nothing of the data itself', () => {
  const data = { a: { b: [{ c: 1, d: 2 }, { c: 3 }] }, e: 'f' }
  expect(without(data, ['a.b[1].c', 'e', 'no.where', 'constructor.name', ''])).toEqual({
    a: { b: [{ c: 1, d: 2 }, { c: null }] },
    e: null,
  })
  expect(data.e).toBe('f')
})
