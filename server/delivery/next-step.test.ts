import { describe, expect, test } from 'vitest'
import { DEFAULT_RETRY, fingerprint, nextStep } from './next-step.ts'
import type { ProviderAnswer } from './providers/provider.ts'

const now = new Date('2026-11-20T12:00:00Z')
const state = { triesUsed: 0, waitingSince: now }
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const transient: ProviderAnswer = { outcome: 'transient', code: 'smtp_451', message: '451 later.' }

describe('what follows from an answer', () => {
  test('sent: nothing more', () => {
    expect(nextStep({ outcome: 'sent', providerMessageId: null }, state, DEFAULT_RETRY, now)).toEqual({
      status: 'SENT',
      dueAt: null,
      triesUsed: 0,
      reason: null,
      reasonText: null,
    })
  })

  test.each([
    [0, 300],
    [1, 600],
    [2, 1200],
  ])('transient after %i tries: again in %i s', (triesUsed, wait) => {
    const step = nextStep(transient, { ...state, triesUsed }, DEFAULT_RETRY, now)
    expect(step).toMatchObject({ status: 'QUEUED', dueAt: inSeconds(wait), triesUsed: triesUsed + 1 })
  })

  test('transient after the last: given up, and says after how many', () => {
    expect(nextStep(transient, { ...state, triesUsed: 3 }, DEFAULT_RETRY, now)).toMatchObject({
      status: 'FAILED',
      dueAt: null,
      reasonText: '451 later. Given up after 4 tries.',
    })
    const never = { delaysS: [], onUnknown: 'ask' as const }
    expect(nextStep(transient, state, never, now).reasonText).toBe('451 later. Given up after 1 try.')
  })

  test('permanent: a dead letter', () => {
    const step = nextStep({ ...transient, outcome: 'permanent' }, state, DEFAULT_RETRY, now)
    expect(step).toMatchObject({
      status: 'FAILED',
      dueAt: null,
      reason: 'smtp_451',
      reasonText: '451 later.',
    })
  })

  test.each(['throttled', 'provider_down'] as const)(
    '%s: when it says, else in 30 s, for a day',
    (outcome) => {
      const answer = { ...transient, outcome, retryAfterMs: 90_000 }
      const used = { ...state, triesUsed: 2 }
      expect(nextStep(answer, used, DEFAULT_RETRY, now)).toMatchObject({ dueAt: inSeconds(90), triesUsed: 2 })
      const unsaid = { ...answer, retryAfterMs: null }
      expect(nextStep(unsaid, used, DEFAULT_RETRY, now)).toMatchObject({ dueAt: inSeconds(30), triesUsed: 2 })
      const old = { ...used, waitingSince: inSeconds(-86_401) }
      expect(nextStep(answer, old, DEFAULT_RETRY, now)).toMatchObject({ status: 'FAILED', dueAt: null })
    },
  )

  test('unknown: a person decides, or the policy', () => {
    const answer: ProviderAnswer = { ...transient, outcome: 'unknown' }
    expect(nextStep(answer, state, DEFAULT_RETRY, now)).toMatchObject({ status: 'UNKNOWN', dueAt: null })
    const resend = { delaysS: [1], onUnknown: 'resend' as const }
    expect(nextStep(answer, state, resend, now)).toMatchObject({ status: 'QUEUED', dueAt: inSeconds(1) })
  })
})

test('dead letters are grouped by code, template version and domain', () => {
  expect(fingerprint('smtp_550', 'order-created', 2, 'Ada@Example.COM')).toBe(
    'smtp_550|order-created@2|example.com',
  )
})
