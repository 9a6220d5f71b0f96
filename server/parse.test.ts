import { expect, test } from 'vitest'
import { z } from 'zod'
import { isDomainError } from './errors.ts'
import { parse } from './parse.ts'

const schema = z.strictObject({
  name: z.string(),
  order_id: z.union([z.string(), z.number()], 'must be a string or a number'),
  items: z.array(z.object({ price: z.number() })),
})

test('each bad field is named by its path, a missing one as missing, whatever its type', () => {
  try {
    parse(schema, { name: 1, items: [{}, { price: 'x' }], other: true }, 'data')
    expect.unreachable()
  } catch (error) {
    expect(isDomainError(error) && error.issues).toEqual([
      { path: 'data.name', message: 'expected string, received number' },
      { path: 'data.order_id', message: 'is required' },
      { path: 'data.items[0].price', message: 'is required' },
      { path: 'data.items[1].price', message: 'expected number, received string' },
      { path: 'data.other', message: 'is not known' },
    ])
    expect(error).toHaveProperty('message', 'data.name: expected string, received number')
  }
})

test('a field is named once, however much is wrong with it', () => {
  const schema = z.object({ name: z.string().min(1, 'must not be empty'), age: z.number() })
  expect(() => parse(schema, { name: [], age: 'old' })).toThrow(
    expect.objectContaining({
      issues: [
        { path: 'name', message: 'expected string, received array' },
        { path: 'age', message: 'expected number, received string' },
      ],
    }),
  )
})

test('what a schema made a list of is not said to be missing', () => {
  const schema = z.object({
    status: z.preprocess(
      (text) => String(text).split(','),
      z.array(z.enum(['SENT', 'FAILED'], 'is no status')),
    ),
  })
  expect(() => parse(schema, { status: 'SENT,GONE' })).toThrow(
    expect.objectContaining({ issues: [{ path: 'status[1]', message: 'is no status' }] }),
  )
})
