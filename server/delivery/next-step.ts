import type { DeliveryStatus } from '#server/db/schema/deliveries.ts'
import type { RetryPolicy } from '#server/db/schema/workflows.ts'
import type { ProviderAnswer } from './providers/provider.ts'

/** Retries after 5, 10 and 20 minutes, unless the workflow says otherwise (design: "Deliver"). */
export const DEFAULT_RETRY: RetryPolicy = { delaysS: [300, 600, 1200], onUnknown: 'ask' }

/** How long a provider that is down or throttling is waited for, when it names no time. */
const WAIT_MS = 30_000

/** A delivery that no provider took for so long is given up: a day, as the idempotency keys of providers live. */
const GIVE_UP_MS = 24 * 60 * 60 * 1000

export interface NextStep {
  status: DeliveryStatus
  /** When to try again; null when there is nothing to try. */
  dueAt: Date | null
  triesUsed: number
  reason: string | null
  reasonText: string | null
}

/** A provider's words with an end, so that ours can follow. */
const sentence = (words: string) => (/[.!?]$/.test(words) ? words : `${words}.`)

const seconds = (ms: number) =>
  ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`

/**
 * What follows from a provider's answer. Pure. `triesUsed` counts the tries before this one that used up a retry;
 * `waitingSince`: its making, or its last retry by hand.
 */
export function nextStep(
  answer: ProviderAnswer,
  state: { triesUsed: number; waitingSince: Date },
  policy: RetryPolicy,
  now: Date,
): NextStep {
  const { triesUsed } = state
  if (answer.outcome === 'sent')
    return { status: 'SENT', dueAt: null, triesUsed, reason: null, reasonText: null }
  const reason = answer.code
  const failed = (used: number, text: string): NextStep => ({
    status: 'FAILED',
    dueAt: null,
    triesUsed: used,
    reason,
    reasonText: text,
  })
  const retry = (used: number, delayMs: number): NextStep => ({
    status: 'QUEUED',
    dueAt: new Date(now.getTime() + delayMs),
    triesUsed: used,
    reason,
    reasonText: `${sentence(answer.message)} Next try in ${seconds(delayMs)}.`,
  })
  switch (answer.outcome) {
    case 'permanent':
      return failed(triesUsed + 1, answer.message)
    case 'transient': {
      const delayS = policy.delaysS[triesUsed]
      if (delayS !== undefined) return retry(triesUsed + 1, delayS * 1000)
      const tries = triesUsed + 1
      return failed(
        tries,
        `${sentence(answer.message)} Given up after ${tries} ${tries === 1 ? 'try' : 'tries'}.`,
      )
    }
    case 'throttled':
    case 'provider_down':
      if (now.getTime() - state.waitingSince.getTime() > GIVE_UP_MS) {
        return failed(triesUsed, `${sentence(answer.message)} Given up after a day.`)
      }
      return retry(triesUsed, answer.retryAfterMs ?? WAIT_MS)
    case 'unknown':
      if (policy.onUnknown === 'resend') {
        return nextStep({ ...answer, outcome: 'transient' }, state, policy, now)
      }
      return { status: 'UNKNOWN', dueAt: null, triesUsed: triesUsed + 1, reason, reasonText: answer.message }
  }
}

/** What dead letters are grouped by: provider code × template version × domain, of push the push service's. */
export function fingerprint(
  code: string,
  templateKey: string,
  templateVersion: number,
  address: string,
): string {
  return `${code}|${templateKey}@${templateVersion}|${domainOf(address).toLowerCase()}`
}

const domainOf = (address: string): string =>
  URL.parse(address)?.host || address.slice(address.lastIndexOf('@') + 1)
