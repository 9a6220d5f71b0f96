import { describe, expect, it } from 'vitest'
import { chosenSides, defaultSides, parseAsSide } from './sides.ts'

type Facts = Parameters<typeof defaultSides>[0]
const at = (...versions: number[]) => versions.map((version) => ({ version })) as unknown as Facts['versions']
const draft = (differs: boolean) => ({ lockVersion: differs ? 4 : 0, differs }) as unknown as Facts['draft']

describe('what is compared by itself', () => {
  it('is the draft with what is sent, else the two newest', () => {
    expect(defaultSides({ versions: at(3, 2, 1), draft: draft(true) })).toEqual({ before: 3, after: 'draft' })
    expect(defaultSides({ versions: at(3, 2, 1), draft: draft(false) })).toEqual({ before: 2, after: 3 })
    expect(defaultSides({ versions: at(1), draft: draft(false) })).toEqual({ before: null, after: 1 })
    expect(defaultSides({ versions: at(), draft: draft(true) })).toBeNull()
  })
})

describe('what is compared by the address', () => {
  const studio = { versions: at(7, 5, 2), draft: draft(true) }

  it('is what it names', () => {
    expect(chosenSides(studio, { before: 2, after: 7 })).toEqual({ before: 2, after: 7 })
  })

  it('is a version with the one before, where it names one', () => {
    expect(chosenSides(studio, { before: null, after: 5 })).toEqual({ before: 2, after: 5 })
    expect(chosenSides(studio, { before: 5, after: 5 })).toEqual({ before: 2, after: 5 })
    expect(chosenSides(studio, { before: null, after: 2 })).toEqual({ before: null, after: 2 })
  })

  it('is the default where what it names is not there', () => {
    expect(chosenSides(studio, { before: 1, after: 9 })).toEqual({ before: 7, after: 'draft' })
    const without = { ...studio, draft: draft(false) }
    expect(chosenSides(without, { before: 5, after: 'draft' })).toEqual({ before: 5, after: 7 })
  })
})

describe('a side in the address', () => {
  it.each([
    ['draft', 'draft'],
    ['12', 12],
    ['0', null],
    ['-3', null],
    ['v2', null],
  ])('%s', (written, side) => {
    expect(parseAsSide.parse(written)).toBe(side)
  })
})
