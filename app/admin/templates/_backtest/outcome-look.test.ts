import { describe, expect, it } from 'vitest'
import { countOf, verdictOf } from './outcome-look.ts'

const run = { state: 'done' as const, total: 1000, done: 1000, failed: 0, changed: 0 }

describe('what came out of a backtest', () => {
  it('says first what could not be rendered', () => {
    expect(verdictOf({ ...run, failed: 12, changed: 900 }, true)).toBe(
      '12 of 1,000 could not be rendered: they would not have been sent.',
    )
  })

  it('says what changed, and what did not', () => {
    expect(verdictOf({ ...run, changed: 40 }, true)).toBe(
      'All 1,000 mails could be rendered; 40 would have read or looked otherwise.',
    )
    expect(verdictOf(run, true)).toBe('All 1,000 mails came out as the published version makes them.')
  })

  it('compares with nothing where nothing was published', () => {
    expect(verdictOf({ ...run, total: 1, done: 1, changed: 1 }, false)).toBe(
      'The one mail could be rendered.',
    )
  })

  it('says where it was stopped', () => {
    expect(verdictOf({ ...run, state: 'cancelled', done: 10, changed: 2 }, true)).toBe(
      'Stopped after 10 of 1,000. All 10 mails could be rendered; 2 would have read or looked otherwise.',
    )
  })

  it('counts what neither failed nor changed as the same', () => {
    expect(countOf({ done: 10, failed: 1, changed: 2 }, 'same')).toBe(7)
    expect(countOf({ done: 10, failed: 1, changed: 2 }, null)).toBe(10)
  })
})
