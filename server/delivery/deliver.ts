import { type BulkheadPolicy, bulkhead } from 'cockatiel'
import type { Clock } from '#server/clock.ts'
import { type Database, isDatabaseAway } from '#server/db/client.ts'
import { GroupCommit } from '#server/db/group-commit.ts'
import { newId } from '#server/db/ids.ts'
import type { RetryPolicy } from '#server/db/schema/workflows.ts'
import { isDomainError } from '#server/errors.ts'
import { isAllowed, NOT_ALLOWED } from '#server/planning/allow-list.ts'
import { expiredText } from '#server/planning/words.ts'
import type { RenderEmail } from '#server/rendering/render-email.ts'
import { findSuppressions } from '#server/suppressions/find.ts'
import { type Suppressed, suppressedText } from '#server/suppressions/words.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { retryPolicies } from '#server/workflows/find.ts'
import { renderInput, toContent } from './content.ts'
import { DEFAULT_RETRY, fingerprint, nextStep } from './next-step.ts'
import {
  DEDUPLICATES,
  type EmailProvider,
  type OutgoingEmail,
  type ProviderAnswer,
} from './providers/provider.ts'
import {
  type Content,
  endDeliveries,
  type LeasedDelivery,
  leaseDeliveries,
  type Outcome,
  postpone,
  recordOutcomes,
  type Start,
  startAttempts,
} from './store.ts'

/** How long a leased chunk may wait for its turn, and how long one call may take until its outcome is unknown. */
const CHUNK_LEASE_MS = 5 * 60_000
const CALL_LEASE_MS = 90_000
/** With PostgreSQL away, an outcome is kept in memory and tried again for so long. */
const RECORD_FOR_MS = 60_000
/** With every provider's breaker open. */
const WAIT_FOR_PROVIDER_MS = 15_000

/** What delivering needs of a provider beyond sending: whether its circuit breaker lets calls through. */
export interface DeliveryProvider extends EmailProvider {
  state(): 'ok' | 'open' | 'half-open'
}

export interface DeliverDeps {
  db: Database
  clock: Clock
  log: Logger
  workerId: string
  /** In the order they are tried. */
  providers: readonly DeliveryProvider[]
  render: RenderEmail
  mail: { from: string | null; allowTo: readonly string[] | null }
  /** IANA; of users who have none. */
  defaultTimezone: string
}

/** A delivery that made no call this time, and what becomes of it. */
type Unsent =
  | { kind: 'ended'; status: 'WITHHELD' | 'FAILED'; reason: string; reasonText: string }
  | { kind: 'postponed' }

/** Delivers e-mail. One per worker process: its group commits are shared by all jobs. */
export class EmailDelivery {
  readonly #deps: DeliverDeps
  readonly #starts: GroupCommit<Start, number | null>
  readonly #outcomes: GroupCommit<Outcome, undefined>
  readonly #slots: Map<string, BulkheadPolicy>
  #stopping = false

  constructor(deps: DeliverDeps) {
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

  /**
   * Delivers those of `ids` that are due and free. Each has its own outcome; an expected failure is recorded and never
   * throws. Throws only when the database is away or by a bug in the statements: leases then run out.
   */
  async deliver(ids: readonly string[]): Promise<void> {
    const { db, clock, workerId } = this.#deps
    const now = clock.now()
    const until = new Date(now.getTime() + CHUNK_LEASE_MS)
    const leased = await leaseDeliveries(db, ids, { workerId, now, until })
    if (leased.length === 0) return
    const policies = await retryPolicies(
      db.orm,
      leased.flatMap(({ workflow_id }) => workflow_id ?? []),
    )
    const settled = await Promise.allSettled(
      leased.map((delivery) =>
        this.#deliverOne(delivery, policies.get(delivery.workflow_id ?? '') ?? DEFAULT_RETRY),
      ),
    )
    await this.#finish(leased, settled)
    const broken = settled.find((one) => one.status === 'rejected')
    if (broken) throw broken.reason
  }

  /** Calls in flight end; no more begin. What is left stays leased, for `releaseDeadWorker` to make due again. */
  stop(): void {
    this.#stopping = true
  }

  async #finish(leased: LeasedDelivery[], settled: PromiseSettledResult<Unsent | null>[]): Promise<void> {
    const { db, clock } = this.#deps
    const unsent = settled.flatMap((one, i) => {
      const delivery = leased[i]
      return delivery && one.status === 'fulfilled' && one.value ? [{ delivery, verdict: one.value }] : []
    })
    const ended = unsent.flatMap(({ delivery, verdict }) =>
      verdict.kind === 'ended'
        ? [
            {
              id: delivery.id,
              notificationId: delivery.notification_id,
              status: verdict.status,
              reason: verdict.reason,
              reasonText: verdict.reasonText,
              fingerprint:
                verdict.status === 'FAILED'
                  ? fingerprint(
                      verdict.reason,
                      delivery.template_key,
                      delivery.template_version,
                      delivery.address,
                    )
                  : null,
            },
          ]
        : [],
    )
    if (ended.length > 0) await endDeliveries(db, ended, clock.now())
    const postponed = unsent.flatMap(({ delivery, verdict }) =>
      verdict.kind === 'postponed' ? [delivery] : [],
    )
    if (postponed.length > 0) {
      const dueAt = new Date(clock.now().getTime() + WAIT_FOR_PROVIDER_MS)
      await postpone(db, postponed, dueAt, {
        code: 'breaker_open',
        text: 'Waiting until a provider is back.',
      })
    }
  }

  async #deliverOne(delivery: LeasedDelivery, policy: RetryPolicy): Promise<Unsent | null> {
    if (!isAllowed(delivery.address, this.#deps.mail.allowTo)) {
      return { kind: 'ended', status: 'WITHHELD', reason: 'not_allowed', reasonText: NOT_ALLOWED }
    }
    const { suppressed } = delivery
    if (suppressed) return withheldFrom({ ...suppressed, since: new Date(suppressed.since) })
    const expiresAt = delivery.expires_at === null ? null : new Date(delivery.expires_at)
    if (expiresAt && expiresAt <= this.#deps.clock.now()) {
      return { kind: 'ended', status: 'WITHHELD', reason: 'expired', reasonText: expiredText(expiresAt) }
    }
    let content = delivery.content
    let version: number | null = null
    if (!content) {
      try {
        const rendered = await this.#deps.render(renderInput(delivery, this.#deps.defaultTimezone))
        version = rendered.version
        content = toContent(delivery, rendered, { from: this.#deps.mail.from, page: null })
      } catch (error) {
        this.#deps.log.warn({ err: error, ...ids(delivery) }, 'delivery.render failed')
        const known = isDomainError(error)
        const reasonText = known ? error.message : 'Rendering the template failed.'
        return { kind: 'ended', status: 'FAILED', reason: 'render_failed', reasonText }
      }
    }
    const open = this.#providersFor(delivery).filter((provider) => provider.state() !== 'open')
    if (open.length === 0) return { kind: 'postponed' }
    let triesUsed = delivery.tries_used
    for (const [i, provider] of open.entries()) {
      const isLast = i === open.length - 1
      const slot = this.#slots.get(provider.name)
      const attempt = { provider, content, version, policy, triesUsed, isLast }
      const answer = await (slot ? slot.execute(() => this.#attempt(delivery, attempt)) : null)
      if (answer === 'breaker_open') {
        if (isLast) return { kind: 'postponed' }
        continue
      }
      if (answer === null) return this.#suppressedSince(delivery)
      if (answer.outcome !== 'provider_down') break
      triesUsed = answer.triesUsed
    }
    return null
  }

  /** What was not ours to send any more may have been suppressed while it waited for its turn. */
  async #suppressedSince(delivery: LeasedDelivery): Promise<Unsent | null> {
    const { channel, address } = delivery
    const find = await findSuppressions(this.#deps.db.orm, [{ channel, address }])
    const suppressed = find(channel, address)
    return suppressed && withheldFrom(suppressed)
  }

  /**
   * The providers to try, in order. Where one may have taken the mail and knows it again by our key, only that one:
   * another would make a second mail.
   */
  #providersFor({ doubtful_at }: LeasedDelivery): readonly DeliveryProvider[] {
    const { providers } = this.#deps
    if (doubtful_at === null || !DEDUPLICATES[doubtful_at]) return providers
    const same = providers.filter(({ name }) => name === doubtful_at)
    return same.length > 0 ? same : providers
  }

  /** One try. Null: it was no longer ours to send, or not now. `breaker_open`: no call was made. */
  async #attempt(
    delivery: LeasedDelivery,
    attempt: {
      provider: DeliveryProvider
      content: Content
      version: number | null
      policy: RetryPolicy
      triesUsed: number
      isLast: boolean
    },
  ): Promise<{ outcome: ProviderAnswer['outcome']; triesUsed: number } | 'breaker_open' | null> {
    const { clock, log, workerId } = this.#deps
    if (this.#stopping) return null
    const { provider, content } = attempt
    // It may have opened while this one waited for its turn.
    if (provider.state() === 'open') return 'breaker_open'
    const attemptId = newId()
    const startedAt = clock.now()
    const number = await this.#starts.submit({
      attemptId,
      deliveryId: delivery.id,
      workerId,
      provider: provider.name,
      templateVersion: attempt.version,
      startedAt,
      leasedUntil: new Date(startedAt.getTime() + CALL_LEASE_MS),
      content: delivery.content ? null : content,
    })
    if (number === null) return null
    const called = performance.now()
    const answer = await this.#call(provider, delivery, content)
    const durationMs = Math.round(performance.now() - called)
    const now = clock.now()
    const step = nextStep(
      answer,
      { triesUsed: attempt.triesUsed, waitingSince: new Date(delivery.waiting_since) },
      attempt.policy,
      now,
    )
    const keepLease = answer.outcome === 'provider_down' && step.status === 'QUEUED' && !attempt.isLast
    const failure = answer.outcome === 'sent' ? null : answer
    await this.#record({
      deliveryId: delivery.id,
      notificationId: delivery.notification_id,
      channel: delivery.channel,
      attempt: {
        id: attemptId,
        number,
        outcome: answer.outcome,
        durationMs,
        providerMessageId: answer.outcome === 'sent' ? answer.providerMessageId : null,
        errorCode: failure?.code ?? null,
        error: failure?.message ?? null,
      },
      next: {
        ...step,
        keepLease,
        sentAt: step.status === 'SENT' ? now : null,
        fingerprint:
          failure && (step.status === 'FAILED' || step.status === 'UNKNOWN')
            ? fingerprint(
                failure.code,
                delivery.template_key,
                attempt.version ?? delivery.template_version,
                delivery.address,
              )
            : null,
      },
    })
    log.info(
      {
        ...ids(delivery),
        provider: provider.name,
        attempt: number,
        outcome: answer.outcome,
        code: failure?.code,
        status: step.status,
        duration_ms: durationMs,
      },
      'delivery.attempted',
    )
    return { outcome: answer.outcome, triesUsed: step.triesUsed }
  }

  async #call(
    provider: DeliveryProvider,
    delivery: LeasedDelivery,
    content: Content,
  ): Promise<ProviderAnswer> {
    const email: OutgoingEmail = {
      deliveryId: delivery.id,
      from: content.from,
      to: delivery.address,
      replyTo: content.reply_to,
      subject: content.subject,
      html: content.html,
      text: content.text,
      headers: content.headers,
    }
    try {
      return await provider.send(email)
    } catch (error) {
      // A bug in a provider's code: where it happened can't be told, so neither can whether the mail went out.
      this.#deps.log.error(
        { err: error, ...ids(delivery), provider: provider.name },
        'delivery.provider threw',
      )
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

const withheldFrom = (suppressed: Suppressed): Unsent => ({
  kind: 'ended',
  status: 'WITHHELD',
  reason: 'suppressed',
  reasonText: suppressedText(suppressed),
})

const ids = (delivery: LeasedDelivery) => ({
  trace_id: delivery.trace_id,
  notification_id: delivery.notification_id,
  delivery_id: delivery.id,
})
