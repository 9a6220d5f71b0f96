import { describe, expect, it } from 'vitest'
import { searchTerms } from './search.ts'

const id = '0198c000-0000-7000-8000-0123456789ab'

describe('searchTerms', () => {
  it.each([
    ['', []],
    ['   ', []],
    [
      id,
      [
        { kind: 'id', id },
        { kind: 'key', value: id },
      ],
    ],
    [
      id.toUpperCase(),
      [
        { kind: 'id', id },
        { kind: 'key', value: id.toUpperCase() },
      ],
    ],
    [
      id.replaceAll('-', ''),
      [
        { kind: 'id', id },
        { kind: 'key', value: id.replaceAll('-', '') },
      ],
    ],
    [' Ada@Example.com ', [{ kind: 'email', address: 'ada@example.com', typed: 'Ada@Example.com' }]],
    ['A-77', [{ kind: 'key', value: 'A-77' }]],
    ['ada@', [{ kind: 'key', value: 'ada@' }]],
    ['0198c000-0000-7000-8000', [{ kind: 'key', value: '0198c000-0000-7000-8000' }]],
  ])('%j', (q, terms) => {
    expect(searchTerms(q)).toEqual(terms)
  })
})
