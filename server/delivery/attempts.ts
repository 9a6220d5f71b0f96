import { type BulkheadPolicy, bulkhead } from 'cockatiel'
import type { Clock } from '#server/clock.ts'
import { type Database, isDatabaseAway } from '#server/db/client.ts'
import { GroupCommit } from '#server/db/group-commit.ts'
import { newId } from '#server/db/ids.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import type { ChannelPart } from './channel-part.ts'
import type { Content, LeasedDelivery } from './lease.ts'
import { DEFAULT_RETRY, fingerprint, nextStep } from './next-step.ts'
import type { Provider, ProviderAnswer } from './providers/provider.ts'
import { type Start, startAttempts } from './start.ts'
import { type Outcome, recordOutcomes } from './store.ts'

/** How long one call may take until its outcome is unknown. */
const CALL_LEASE_MS = 90_000
/** With PostgreSQL away, an outcome is kept in memory and tried again for so long. */
const RECORD_FOR_MS = 60_000

/** What delivering needs of a provider beyond sending: whether its circuit breaker lets calls through. */
export interface DeliveryProvider<Message> extends Provider<Message> {
  state(): 'ok' | 'open' | 'half-open'
}

/** Why no call was made. `refused`: it must be looked at again, or is no longer ours to send. */
export const NO_CALL = { stopping: 'stopping', refused: 'refused', breakerOpen: 'breaker_open' } as const
type NoCall = (typeof NO_CALL)[keyof typeof NO_CALL]

export interface Try<Message> {
  provider: DeliveryProvider<Message>
  content: Content
  /** Of the template, as it was rendered just now; null: the content is an earlier attempt's. */
  version: number | null
  /** `Start.members`. */
  members: number | null
  triesUsed: number
  /** No other provider is tried at once after this one. */
  isLast: boolean
}

/** Calls to providers, each between its start and its outcome, which are written together with those of others. */
export class Attempts<Message> {
  readonly #deps: { clock: Clock; log: Logger; workerId: string; part: ChannelPart<Message> }
  readonly #starts: GroupCommit<Start, number | null>
  readonly #outcomes: GroupCommit<Outcome, undefined>
  readonly #slots: Map<string, BulkheadPolicy>
  #stopping = false

  constructor(deps: {
    db: Database
    clock: Clock
    log: Logger
    workerId: string
    providers: readonly DeliveryProvider<Message>[]
    part: ChannelPart<Message>
  }) {
    this.#deps = deps
    const { db, clock, providers } = deps
    this.#starts = new GroupCommit((starts) => startAttempts(db, starts), { max: 100, fatal: isDatabaseAway })
    this.#outcomes = new GroupCommit(
      async (outcomes) => {
        await recordOutcomes(db, outcomes, clock.now())
        return outcomes.map(() => undefined)
      },
      { max: 200, fatal: isDatabaseAway },
    )
    this.#slots = new Map(
      providers.map(({ name, concurrency }) => [name, bulkhead(concurrency, Number.MAX_SAFE_INTEGER)]),
    )
  }

  stop(): void {
    this.#stopping = true
  }

  /** One try, when its provider has a place free. Throws what makes its start or its outcome impossible to record. */
  async attempt(
    delivery: LeasedDelivery,
    one: Try<Message>,
  ): Promise<{ outcome: ProviderAnswer['outcome']; triesUsed: number } | NoCall> {
    const slot = this.#slots.get(one.provider.name)
    return slot ? slot.execute(() => this.#attempt(delivery, one)) : NO_CALL.stopping
  }

  async #attempt(
    delivery: LeasedDelivery,
    one: Try<Message>,
  ): Promise<{ outcome: ProviderAnswer['outcome']; triesUsed: number } | NoCall> {
    const { clock, log, workerId } = this.#deps
    if (this.#stopping) return NO_CALL.stopping
    const { provider, content } = one
    // It may have opened while this one waited for its turn.
    if (provider.state() === 'open') return NO_CALL.breakerOpen
    const attemptId = newId()
    const startedAt = clock.now()
    const number = await this.#starts.submit({
      ...{ attemptId, deliveryId: delivery.id, workerId, provider: provider.name, startedAt },
      templateVersion: one.version,
      leasedUntil: new Date(startedAt.getTime() + CALL_LEASE_MS),
      look: delivery.look,
      members: one.members,
      content: delivery.content ? null : content,
    })
    if (number === null) return NO_CALL.refused
    const called = performance.now()
    const answer = await this.#call(provider, delivery, content)
    const durationMs = Math.round(performance.now() - called)
    const now = clock.now()
    const state = { triesUsed: one.triesUsed, waitingSince: new Date(delivery.waiting_since) }
    const step = nextStep(answer, state, delivery.retry ?? DEFAULT_RETRY, now)
    const keepLease = answer.outcome === 'provider_down' && step.status === 'QUEUED' && !one.isLast
    const failure = answer.outcome === 'sent' ? null : answer
    const isDead = step.status === 'FAILED' || step.status === 'UNKNOWN'
    const { template_key, template_version, address } = delivery
    await this.#record({
      deliveryId: delivery.id,
      notificationId: delivery.notification_id,
      channel: delivery.channel,
      attempt: {
        ...{ id: attemptId, number, outcome: answer.outcome, durationMs },
        providerMessageId: answer.outcome === 'sent' ? answer.providerMessageId : null,
        errorCode: failure?.code ?? null,
        error: failure?.message ?? null,
      },
      next: {
        ...{ ...step, keepLease, sentAt: step.status === 'SENT' ? now : null },
        fingerprint:
          failure && isDead
            ? fingerprint(failure.code, template_key, one.version ?? template_version, address)
            : null,
      },
    })
    log.info(
      {
        ...{ ...ids(delivery), provider: provider.name, attempt: number, outcome: answer.outcome },
        ...{ code: failure?.code, status: step.status, duration_ms: durationMs },
      },
      'delivery.attempted',
    )
    return { outcome: answer.outcome, triesUsed: step.triesUsed }
  }

  async #call(
    provider: DeliveryProvider<Message>,
    delivery: LeasedDelivery,
    content: Content,
  ): Promise<ProviderAnswer> {
    const { log, part } = this.#deps
    try {
      return await provider.send(part.message(delivery, content))
    } catch (error) {
      // A bug in a provider's code: where it happened can't be told, so neither can whether the message went out.
      log.error({ err: error, ...ids(delivery), provider: provider.name }, 'delivery.provider threw')
      const words = 'An internal error broke the call off.'
      return { outcome: provider.deduplicates ? 'transient' : 'unknown', code: 'bug', message: words }
    }
  }

  /** An outcome that is known must not be lost to a short absence of the database. */
  async #record(outcome: Outcome): Promise<void> {
    const deadline = Date.now() + RECORD_FOR_MS
    for (;;) {
      try {
        return await this.#outcomes.submit(outcome)
      } catch (error) {
        if (!isDatabaseAway(error) || Date.now() > deadline) throw error
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    }
  }
}

const ids = (delivery: LeasedDelivery) => ({
  trace_id: delivery.trace_id,
  notification_id: delivery.notification_id,
  delivery_id: delivery.id,
})
