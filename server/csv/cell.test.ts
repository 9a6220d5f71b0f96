import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardCell, unguardCell } from './cell.ts'

test.each([
  '=1+1',
  '=HYPERLINK("https://evil.example","x")',
  '+49 30 901820',
  '-2',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1',
  '＠x',
])('%j is text in a spreadsheet, and is read as it was', (cell) => {
  expect(guardCell(cell)).toBe(`'${cell}`)
  expect(unguardCell(guardCell(cell))).toBe(cell)
})

test.each(['', 'Ada', '1+1', 'a=b', "'quoted'", "O'Hara", ' x'])('%j stays', (cell) => {
  expect(guardCell(cell)).toBe(cell)
  expect(unguardCell(cell)).toBe(cell)
})

test('written once or twice, it is read alike', () => {
  const cell = fc.array(fc.constantFrom("'", '=', '+', '-', '@', '\t', 'a'), { maxLength: 6 })
  fc.assert(
    fc.property(cell, (signs) => {
      const text = signs.join('')
      expect(unguardCell(guardCell(text))).toBe(unguardCell(text))
      expect(guardCell(guardCell(text))).toBe(guardCell(text))
    }),
  )
})
