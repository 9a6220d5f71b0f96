import { describe, expect, it } from 'vitest'
import { pollAfter } from './poll-after.ts'

const now = Date.parse('2026-07-14T12:00:00Z')
const due = (seconds: number) => new Date(now + seconds * 1000)

describe('pollAfter', () => {
  it('looks at once while something is on its way', () => {
    expect(pollAfter({ status: 'PENDING', deliveries: [] }, now)).toBe(1000)
    expect(pollAfter({ status: 'QUEUED', deliveries: [{ status: 'SENDING', dueAt: due(0) }] }, now)).toBe(
      1000,
    )
    expect(pollAfter({ status: 'QUEUED', deliveries: [{ status: 'QUEUED', dueAt: due(2) }] }, now)).toBe(1000)
  })

  it('waits with what waits', () => {
    expect(pollAfter({ status: 'QUEUED', deliveries: [{ status: 'QUEUED', dueAt: due(300) }] }, now)).toBe(
      5000,
    )
    expect(pollAfter({ status: 'SCHEDULED', deliveries: [{ status: 'HELD', dueAt: due(3600) }] }, now)).toBe(
      5000,
    )
  })

  it('looks seldom at what is settled', () => {
    expect(pollAfter({ status: 'SENT', deliveries: [{ status: 'SENT', dueAt: due(-1) }] }, now)).toBe(20_000)
  })
})
