import {
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from 'cockatiel'
import { systemClock } from '#server/clock.ts'
import type { Provider, ProviderAnswer } from './provider.ts'
import { RateBudget } from './rate-budget.ts'

export interface GuardOptions {
  /** Of one call. */
  timeLimitMs?: number
  /** Calls per second, per process; null for as many as the provider takes. */
  perSecond?: number | null
  /** How long a call waits for its turn by the rate budget; with a longer way to go it is answered `throttled`. */
  ratePatienceMs?: number
  /** Outages in a row until the circuit breaker opens, and how long it stays so before one call may try. */
  outagesToOpen?: number
  openForMs?: number
}

/** A provider with its limits. `state` is for health and for passing over a provider that takes no calls now. */
export interface GuardedProvider<Message> extends Provider<Message> {
  /** `half-open`: the next call decides, and others wait for how it ends. */
  state(): 'ok' | 'open' | 'half-open'
}

/** For a provider that doesn't answer even to the abort. */
const GRACE_MS = 1_000
/** As much of the provider's words as is kept. */
const MESSAGE_LENGTH = 2_000
const CODE_LENGTH = 100

/**
 * Puts a time limit, a concurrency limit, a rate budget and a circuit breaker before a provider. Expected failures
 * are answers; what the provider throws is a bug, counts against nothing, and is thrown on. Time is the system's,
 * because cockatiel knows no other.
 */
export function guardProvider<Message>(
  provider: Provider<Message>,
  options: GuardOptions = {},
): GuardedProvider<Message> {
  const { timeLimitMs = 30_000, perSecond = null, ratePatienceMs = 2_000 } = options
  const { outagesToOpen = 5, openForMs = 30_000 } = options
  const slots = bulkhead(provider.concurrency, Number.MAX_SAFE_INTEGER)
  const rate = new RateBudget(perSecond)
  const breaker = circuitBreaker(handleWhenResult(isOutage), {
    breaker: new ConsecutiveBreaker(outagesToOpen),
    halfOpenAfter: openForMs,
  })
  let mayTryAt = 0
  breaker.onBreak(() => {
    mayTryAt = systemClock.now().getTime() + openForMs
  })
  const openMs = () =>
    breaker.state === CircuitState.Open ? Math.max(0, mayTryAt - systemClock.now().getTime()) : 0
  let lastOutage = ''

  const passedOver = (): ProviderAnswer => {
    const words = `${provider.name} is not called for a while after ${outagesToOpen} failures in a row: ${lastOutage}`
    return { outcome: 'provider_down', code: 'breaker_open', message: words, retryAfterMs: openMs() }
  }

  const guarded = async (message: Message): Promise<ProviderAnswer> => {
    if (openMs() > 0) return passedOver()
    const waitMs = rate.reserve(ratePatienceMs)
    if (waitMs > ratePatienceMs) {
      const words = `${provider.name} takes no more for the moment`
      return { outcome: 'throttled', code: 'rate_budget', message: words, retryAfterMs: Math.ceil(waitMs) }
    }
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    try {
      return await breaker.execute(async () => {
        const answer = await withinLimit(provider, message, timeLimitMs)
        if (isOutage(answer)) lastOutage = answer.message
        if (answer.outcome === 'throttled' && answer.retryAfterMs) rate.pause(answer.retryAfterMs)
        return answer
      })
    } catch (error) {
      if (isBrokenCircuitError(error)) return passedOver()
      throw error
    }
  }

  return {
    name: provider.name,
    channel: provider.channel,
    deduplicates: provider.deduplicates,
    concurrency: provider.concurrency,
    async send(message) {
      const answer = await slots.execute(() => guarded(message))
      if (answer.outcome === 'sent') return answer
      return {
        ...answer,
        code: storable(answer.code).slice(0, CODE_LENGTH),
        message: storable(answer.message).trim().slice(0, MESSAGE_LENGTH).toWellFormed(),
      }
    },
    close: () => provider.close(),
    state() {
      if (breaker.state === CircuitState.Closed) return 'ok'
      return openMs() > 0 ? 'open' : 'half-open'
    },
  }
}

/** What PostgreSQL can hold: with a NUL or half a surrogate pair, the outcome itself could not be recorded. */
const storable = (words: string) => words.replaceAll('\0', '').toWellFormed()

/** Whether the answer speaks of the provider and not of the message; several in a row open the breaker. */
function isOutage(answer: unknown): answer is Exclude<ProviderAnswer, { outcome: 'sent' }> {
  const { outcome, code } = answer as { outcome: ProviderAnswer['outcome']; code?: string }
  if (outcome === 'provider_down' || outcome === 'unknown') return true
  return outcome === 'transient' && /^(timeout|connection_lost|http_5\d\d)$/.test(code ?? '')
}

/** Aborts the call when its time is up; if even that brings no answer, the outcome is as sure as the provider's kind allows. */
async function withinLimit<Message>(
  provider: Provider<Message>,
  message: Message,
  limitMs: number,
): Promise<ProviderAnswer> {
  const controller = new AbortController()
  const words = `No answer within ${limitMs / 1000} s`
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<ProviderAnswer>((resolve) => {
    timer = setTimeout(() => {
      timer = setTimeout(
        () =>
          resolve({
            outcome: provider.deduplicates ? 'transient' : 'unknown',
            code: 'timeout',
            message: words,
          }),
        GRACE_MS,
      )
      controller.abort()
    }, limitMs)
  })
  try {
    return await Promise.race([provider.send(message, controller.signal), late])
  } finally {
    clearTimeout(timer)
  }
}
