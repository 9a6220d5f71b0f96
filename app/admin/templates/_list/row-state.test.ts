import { describe, expect, it } from 'vitest'
import { isIn, statesOf } from './row-state.ts'

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
