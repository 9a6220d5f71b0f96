import { describe, expect, test } from 'vitest'
import type { FeedbackKind } from './event.ts'
import { verdictOf } from './verdict.ts'

const told = (kind: FeedbackKind, minute = 0, words: string | null = null) => ({
  id: `${kind} ${minute}`,
  provider: 'resend' as const,
  kind,
  at: new Date(Date.UTC(2026, 10, 21, 9, minute)),
  words,
})

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]]
  return all.flatMap((one, i) =>
    permutations([...all.slice(0, i), ...all.slice(i + 1)]).map((rest) => [one, ...rest]),
  )
}

describe('what was told of a mail', () => {
  test.each<[FeedbackKind[], string | undefined, string | null | undefined]>([
    [[], undefined, undefined],
    [['opened', 'delayed', 'clicked'], undefined, undefined],
    [['sent'], 'SENT', null],
    [['sent', 'delayed', 'delivered', 'opened'], 'DELIVERED', null],
    [['sent', 'failed'], 'FAILED', 'The provider could not send it.'],
    [['sent', 'delivered', 'soft_bounce'], 'BOUNCED', 'It bounced.'],
    [['sent', 'delivered', 'soft_bounce', 'hard_bounce'], 'BOUNCED', 'It bounced for good.'],
    [['sent', 'delivered', 'opened', 'hard_bounce', 'complaint'], 'COMPLAINED', 'It was reported as spam.'],
  ])('%j ends as %s in every order', (kinds, status, reasonText) => {
    for (const order of permutations(kinds.map((kind, i) => told(kind, i)))) {
      const verdict = verdictOf(order)
      expect(verdict?.status).toBe(status)
      expect(verdict?.reasonText).toBe(reasonText)
    }
  })

  test('of two that say the same, the earliest has the word', () => {
    const events = [told('hard_bounce', 9, 'later'), told('hard_bounce', 5, '550 no such mailbox')]
    expect(verdictOf(events)?.reasonText).toBe('It bounced for good: 550 no such mailbox')
    expect(verdictOf(events.toReversed())).toEqual(verdictOf(events))
  })

  test.each<[FeedbackKind, string | null]>([
    ['soft_bounce', null],
    ['failed', null],
    ['delivered', null],
    ['hard_bounce', 'hard_bounce'],
    ['complaint', 'complaint'],
  ])('%s suppresses as %s', (kind, suppress) => {
    expect(verdictOf([told(kind)])?.suppress).toBe(suppress)
  })
})
