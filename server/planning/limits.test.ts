import { describe, expect, test } from 'vitest'
import { type Given, noHistory, noon, planned } from '#server/testing/planning.ts'
import { fingerprintOf } from './fingerprint.ts'

const HOUR_S = 3600
const at = (seconds: number) => new Date(noon.getTime() + seconds * 1000)

describe('a throttle', () => {
  const throttle = { max: 3, perS: HOUR_S }
  const planAfter = (count: number, given: Given = {}) => {
    const asked: unknown[] = []
    const countSince = (...what: unknown[]) => {
      asked.push(what)
      return count
    }
    const made = planned({
      ...given,
      workflow: { throttle, ...given.workflow },
      history: { ...noHistory, countSince },
    })
    return { made, asked }
  }

  test('lets so many through, and counts them by recipient', () => {
    const { made, asked } = planAfter(2)
    expect(made).toMatchObject({
      decisions: [{ status: 'QUEUED' }],
      remember: { fingerprint: null, expiresAt: at(HOUR_S) },
    })
    expect(asked).toEqual([['w', 'ada-id', at(-HOUR_S)]])
  })
  test('withholds the rest on every channel, and does not count them', () => {
    const workflow = { channels: ['email' as const, 'push' as const] }
    const { made } = planAfter(3, { workflow, user: { pushEndpoints: ['https://a'] } })
    expect(made).toMatchObject({
      remember: null,
      decisions: [
        {
          status: 'WITHHELD',
          reason: 'throttled',
          reasonText:
            'Throttled: at most 3 of this workflow to one recipient in 1 hour, and 3 went before it.',
        },
        { channel: 'push', status: 'WITHHELD', reason: 'throttled' },
      ],
    })
  })
  test('lets through what is critical', () => {
    expect(planAfter(9, { workflow: { critical: true } }).made).toMatchObject({
      decisions: [{ status: 'QUEUED' }],
    })
  })
  test('does not count what is withheld for another reason', () => {
    expect(planAfter(0, { category: { defaults: { email: false, push: false } } }).made).toMatchObject({
      remember: null,
      decisions: [{ reason: 'category_off' }],
    })
  })
})

describe('a duplicate', () => {
  const duplicates = { windowS: 600, path: 'order_id' }
  const history = {
    ...noHistory,
    duplicateSince: (...[, , fingerprint, since]: [string, string, string, Date]) =>
      fingerprint === fingerprintOf({ duplicates }, { order_id: 'A1' }) && since <= at(-600)
        ? { notificationId: 'n-1', at: at(-60) }
        : null,
  }

  test('is withheld, naming the one before', () => {
    const data = { user_id: 'P9', order_id: 'A1' }
    expect(planned({ data, workflow: { duplicates }, history })).toMatchObject({
      remember: null,
      decisions: [
        {
          status: 'WITHHELD',
          reason: 'duplicate',
          reasonText: 'A duplicate: the notification n-1 had the same order_id less than 10 minutes before.',
        },
      ],
    })
  })
  test('is nothing else', () => {
    const data = { user_id: 'P9', order_id: 'A2' }
    expect(planned({ data, workflow: { duplicates }, history })).toMatchObject({
      remember: { fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), expiresAt: at(600) },
      decisions: [{ status: 'QUEUED' }],
    })
  })
  test('is no event without what is compared', () => {
    expect(planned({ workflow: { duplicates }, history })).toMatchObject({
      remember: { fingerprint: null },
      decisions: [{ status: 'QUEUED' }],
    })
  })
})

describe('what makes two events the same', () => {
  const whole = { duplicates: { windowS: 60, path: null } }
  test('is all they hold, in whatever order', () => {
    const one = fingerprintOf(whole, { a: 1, b: { c: [1, { d: 'x', e: null }] } })
    expect(fingerprintOf(whole, { b: { c: [1, { e: null, d: 'x' }] }, a: 1 })).toBe(one)
    expect(fingerprintOf(whole, { b: { c: [{ e: null, d: 'x' }, 1] }, a: 1 })).not.toBe(one)
    expect(fingerprintOf(whole, { a: '1', b: { c: [1, { d: 'x', e: null }] } })).not.toBe(one)
  })
  test('is nothing that a workflow does not ask for', () => {
    expect(fingerprintOf({ duplicates: null }, { a: 1 })).toBeNull()
  })
})
