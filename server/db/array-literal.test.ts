import { expect, test } from 'vitest'
import { arrayLiteral } from './array-literal.ts'

test('a column of rows as PostgreSQL reads an array', () => {
  const rows = [
    { text: 'plain', number: 1, json: { a: '"' } },
    { text: 'with "quotes", \\ and {braces}', number: null, json: null },
    { text: 'NULL', number: 3, json: ['\n'] },
    { text: '', number: undefined, json: undefined },
  ]
  expect(arrayLiteral(rows, 'text')).toBe('{"plain","with \\"quotes\\", \\\\ and {braces}","NULL",""}')
  expect(arrayLiteral(rows, 'number')).toBe('{"1",NULL,"3",NULL}')
  expect(arrayLiteral(rows, 'json')).toBe('{"{\\"a\\":\\"\\\\\\"\\"}",NULL,"[\\"\\\\n\\"]",NULL}')
})

test('empty where there is nothing, for `unnest` to fill', () => {
  expect(arrayLiteral([{ none: null }, { none: undefined }], 'none')).toBe('{}')
  expect(arrayLiteral([], 'none' as never)).toBe('{}')
})
