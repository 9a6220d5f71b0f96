import { describe, expect, it } from 'vitest'
import { failureRate, isIn, statesOf } from './row-state.ts'

const row = { version: 3, draft: null, archivedAt: null, newerCode: false }
const draft = { updatedAt: new Date(), updatedByName: 'Ada' }

describe('the state of a template in the list', () => {
  it('tells published, changed and new ones apart', () => {
    expect(statesOf(row)).toEqual(['published'])
    expect(statesOf({ ...row, draft })).toEqual(['draft'])
    expect(statesOf({ ...row, version: null, draft })).toEqual(['never'])
  })

  it('says beside it that the code is newer', () => {
    expect(statesOf({ ...row, newerCode: true })).toEqual(['published', 'newer'])
  })

  it('shows archived ones only when they are asked for', () => {
    const archived = { ...row, draft, archivedAt: new Date() }
    expect(statesOf(archived)).toEqual(['archived'])
    expect(isIn(archived, null)).toBe(false)
    expect(isIn(archived, 'draft')).toBe(false)
    expect(isIn(archived, 'archived')).toBe(true)
    expect(isIn(row, null)).toBe(true)
  })
})

describe('the failure rate', () => {
  it('is a share of all that were sent or failed', () => {
    expect(failureRate(90, 10)).toBe('10 %')
    expect(failureRate(996, 4)).toBe('0.4 %')
    expect(failureRate(1_000_000, 1)).toBe('< 0.1 %')
  })

  it('says nothing where nothing failed', () => {
    expect(failureRate(10, 0)).toBeNull()
    expect(failureRate(0, 0)).toBeNull()
  })
})
