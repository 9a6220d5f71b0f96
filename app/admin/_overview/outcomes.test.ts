import { describe, expect, it } from 'vitest'
import { notificationStatuses } from '#server/db/schema/notifications.ts'
import { formatShare, outcomes } from './outcomes.ts'

describe('outcomes', () => {
  it('have each status once', () => {
    expect(outcomes.flatMap(({ statuses }) => statuses).toSorted()).toEqual(notificationStatuses.toSorted())
  })
})

describe('formatShare', () => {
  it.each([
    [0, 0, null],
    [0, 7, '0 %'],
    [1, 3, '33.3 %'],
    [9_999, 10_000, '99.9 %'],
    [5, 5, '100 %'],
  ])('%i of %i', (part, whole, shown) => {
    expect(formatShare(part, whole)).toBe(shown)
  })
})
