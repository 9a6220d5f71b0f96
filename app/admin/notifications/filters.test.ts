import { describe, expect, it } from 'vitest'
import { listInput } from '#server/notifications/schemas.ts'
import { filterInput, isFiltered, loadListState, pageInput } from './filters.ts'

const now = Date.parse('2026-07-14T12:00:30Z')
const older = '01a1f943-7f3c-7000-8000-51b762ca9905'

describe('the address of the list', () => {
  it('asks for everything, newest first, when it is bare', () => {
    const state = loadListState({})
    expect(isFiltered(state)).toBe(false)
    expect(pageInput(state, now)).toEqual({
      status: [],
      type: [],
      source: [],
      from: null,
      to: null,
      q: null,
      userId: null,
      cursor: null,
      direction: 'next',
      limit: 50,
    })
  })

  it('holds filters and the page', () => {
    const state = loadListState({ status: 'PENDING,QUEUED', source: 'api,kafka', q: ' 123 ', older })
    expect(isFiltered(state)).toBe(true)
    expect(pageInput(state, now)).toMatchObject({
      status: ['PENDING', 'QUEUED'],
      source: ['api', 'kafka'],
      q: '123',
      cursor: older,
      direction: 'next',
    })
    expect(pageInput(loadListState({ newer: older }), now)).toMatchObject({ direction: 'previous' })
  })

  it('holds whose they are', () => {
    const state = loadListState({ user: older })
    expect(isFiltered(state)).toBe(true)
    expect(filterInput(state, now)).toMatchObject({ userId: older })
  })

  it('counts a preset back from the whole minute, whatever else the address says', () => {
    const state = loadListState({ time: '1h', to: '2026-01-01T00:00:00Z' })
    expect(filterInput(state, now)).toMatchObject({ from: '2026-07-14T11:00:00.000Z', to: null })
  })

  it('passes over what it does not know', () => {
    expect(isFiltered(loadListState({ status: 'LOST', source: 'fax', time: '1y', from: 'yesterday' }))).toBe(
      false,
    )
  })
})

describe('an address that was mistyped', () => {
  it('asks the server nothing that it would refuse', () => {
    const state = loadListState({
      older: 'yesterday',
      newer: '1',
      q: `\t${'x'.repeat(900)}\u0000`,
      type: `${'T'.repeat(300)},ORDER_CREATED`,
      from: '+020266-01-01T00:00:00.000Z',
    })
    expect(state).toMatchObject({ older: null, newer: null, type: ['ORDER_CREATED'] })
    const input = pageInput(state, now)
    expect(listInput.safeParse(input).error).toBeUndefined()
    expect(input).toMatchObject({
      q: 'x'.repeat(500),
      type: ['ORDER_CREATED'],
      from: '9999-12-31T00:00:00.000Z',
    })
  })
})
