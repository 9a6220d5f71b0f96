import { describe, expect, it } from 'vitest'
import { countWords, placeWords } from './check-look.ts'

describe('where a problem is, in words', () => {
  it('names field, line and language', () => {
    expect(placeWords({ where: { field: 'code', line: 12, column: 3 }, locale: 'de' })).toBe(
      'Code, line 12 · German',
    )
  })

  it('names the fixture, the variable', () => {
    expect(placeWords({ where: { field: 'fixture', name: 'Big order' } })).toBe('Fixture “Big order”')
    expect(placeWords({ where: { field: 'variables', name: 'order.total' }, locale: null })).toBe(
      'Variables, order.total',
    )
  })

  it('is empty for the template as a whole', () => {
    expect(placeWords({})).toBe('')
  })
})

describe('the count of problems, in words', () => {
  it.each([
    [0, 0, 'No problems'],
    [1, 0, '1 error'],
    [2, 1, '2 errors, 1 warning'],
    [0, 3, '3 warnings'],
  ])('of %i and %i', (errors, warnings, words) => {
    expect(countWords(errors, warnings)).toBe(words)
  })
})
