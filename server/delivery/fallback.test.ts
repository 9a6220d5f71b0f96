import { describe, expect, test } from 'vitest'
import type { Fallback } from '#server/db/schema/deliveries.ts'
import { type Before, standsIn } from './fallback.ts'

const now = new Date('2026-11-21T12:00:00Z')
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)
const earlier = (changes: Partial<Before>): Before => ({
  ...{ status: 'SENT', due_at: minutes(-10), sent_at: null, seen_at: null, tried_at: null },
  provider_away: false,
  ...changes,
})
const unlessSeen: Fallback = { of: ['p'], unless: 'seen', afterS: 600 }
const unlessDelivered: Fallback = { ...unlessSeen, unless: 'delivered' }

describe('a fallback', () => {
  test.each<[string, Fallback, Partial<Before>, string]>([
    ['sent, and nothing heard', unlessSeen, { sent_at: minutes(-10) }, 'go'],
    ['seen', unlessSeen, { seen_at: minutes(-1) }, 'not_needed'],
    ['seen, where delivered would do', unlessDelivered, { seen_at: minutes(-1) }, 'not_needed'],
    ['delivered, where it must be seen', unlessSeen, { status: 'DELIVERED', sent_at: minutes(-10) }, 'go'],
    ['delivered', unlessDelivered, { status: 'DELIVERED' }, 'not_needed'],
    ['complained of: somebody had it', unlessSeen, { status: 'COMPLAINED' }, 'not_needed'],
    ['failed', unlessSeen, { status: 'FAILED' }, 'go'],
    ['bounced', unlessDelivered, { status: 'BOUNCED' }, 'go'],
    ['withheld', unlessSeen, { status: 'WITHHELD', due_at: minutes(5) }, 'go'],
    ['cancelled', unlessSeen, { status: 'CANCELLED' }, 'go'],
    ['perhaps sent', unlessSeen, { status: 'UNKNOWN' }, 'go'],
    [
      'tried in vain for its time',
      unlessSeen,
      { status: 'QUEUED', due_at: minutes(20), tried_at: minutes(-10) },
      'go',
    ],
    ['without a provider', unlessSeen, { status: 'QUEUED', due_at: minutes(0.2), provider_away: true }, 'go'],
  ])('%s', (_name, fallback, one, kind) => {
    expect(standsIn(fallback, [earlier(one)], now).kind).toBe(kind)
  })

  test.each<[string, Partial<Before>, Date]>([
    ['that was sent late has its time from then', { sent_at: minutes(-3) }, minutes(7)],
    ['that is due later is waited for', { status: 'QUEUED', due_at: minutes(20) }, minutes(30)],
    [
      'that waits for its retry has its time from the first try',
      { status: 'QUEUED', due_at: minutes(20), tried_at: minutes(-4) },
      minutes(6),
    ],
    ['that quiet hours hold is waited for', { status: 'HELD', due_at: minutes(60) }, minutes(70)],
    ['that is long due is looked at again soon', { status: 'SENDING', due_at: minutes(-60) }, minutes(0.5)],
  ])('of one %s', (_name, one, until) => {
    expect(standsIn(unlessSeen, [earlier(one)], now)).toEqual({ kind: 'wait', until })
  })

  test('of several browsers waits for none, once one was sent, and is not needed when one was seen', () => {
    const sent = earlier({ sent_at: minutes(-10) })
    expect(standsIn(unlessSeen, [sent, earlier({ status: 'QUEUED', due_at: minutes(9) })], now).kind).toBe(
      'go',
    )
    expect(standsIn(unlessSeen, [sent, earlier({ status: 'FAILED', seen_at: now })], now).kind).toBe(
      'not_needed',
    )
  })

  test('of none goes', () => {
    expect(standsIn(unlessSeen, [], now)).toEqual({ kind: 'go' })
  })
})
