import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { isDomainError } from '#server/errors.ts'
import type { RenderEmail } from '#server/rendering/render-email.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { Attempts, type DeliveryProvider, NO_CALL } from './attempts.ts'
import type { ChannelPart } from './channel-part.ts'
import type { ContentDeps } from './content.ts'
import { type Closed, closeDigests } from './digest.ts'
import { emailPart } from './email-part.ts'
import { readBefore } from './fallback.ts'
import { type LeasedDelivery, leaseDeliveries, readLeased } from './lease.ts'
import { lookAt, type Unsent } from './look.ts'
import { fingerprint } from './next-step.ts'
import { DEDUPLICATES, type OutgoingEmail } from './providers/provider.ts'
import { endDeliveries, holdOn, postpone } from './store.ts'

/** How long a leased chunk may wait for its turn. */
const CHUNK_LEASE_MS = 5 * 60_000
/** With every provider's breaker open, or choices that change all the time. */
const POSTPONE_MS = 15_000
const NO_PROVIDER = { code: 'breaker_open', text: 'Waiting until a provider is back.' }
const CHANGING = { code: 'looked_again', text: 'What it depends on was changing; it is looked at again.' }
/** Choices that change faster than this many looks can wait for a moment. */
const LOOKS = 3

export type { DeliveryProvider } from './attempts.ts'

export interface DeliverDeps<Message> {
  db: Database
  clock: Clock
  log: Logger
  workerId: string
  /** In the order they are tried. */
  providers: readonly DeliveryProvider<Message>[]
  part: ChannelPart<Message>
  /** `EMAIL_ALLOW_TO`; null: everybody. */
  allowTo: readonly string[] | null
  /** IANA; of users who have none. */
  defaultTimezone: string
}

/** Delivers on one channel. One per worker process and channel: its group commits are shared by all jobs. */
export class Delivery<Message> {
  readonly #deps: DeliverDeps<Message>
  readonly #attempts: Attempts<Message>

  constructor(deps: DeliverDeps<Message>) {
    this.#deps = deps
    this.#attempts = new Attempts(deps)
  }

  /**
   * Delivers those of `ids` that are due and free. Each has its own outcome; an expected failure is recorded and never
   * throws. Throws only when the database is away or by a bug: leases then run out.
   */
  async deliver(ids: readonly string[]): Promise<void> {
    const { db, clock, workerId, part } = this.#deps
    const now = clock.now()
    const until = new Date(now.getTime() + CHUNK_LEASE_MS)
    const leased = await leaseDeliveries(db, ids, { workerId, channel: part.channel, now, until })
    if (leased.length === 0) return
    const looked = await this.#lookAtAll(leased)
    const settled = await Promise.allSettled(looked.map((one) => this.#deliverOne(one)))
    await this.#finish(leased, settled)
    const broken = settled.find((one) => one.status === 'rejected')
    if (broken) throw broken.reason
  }

  /** Calls in flight end; no more begin. What is left stays leased, for `releaseDeadWorker` to make due again. */
  stop(): void {
    this.#attempts.stop()
  }

  /** What becomes of each by what holds now; the digests among those that go are closed. */
  async #lookAtAll(leased: readonly LeasedDelivery[]): Promise<Looked[]> {
    const { db, clock } = this.#deps
    const now = clock.now()
    const before = await readBefore(db.sql, leased)
    const looked = leased.map((delivery): Looked => {
      try {
        return { delivery, unsent: lookAt(delivery, before(delivery), this.#deps, now), members: null }
      } catch (error) {
        return { delivery, unsent: null, members: null, bug: { error } }
      }
    })
    const digests = looked.filter(
      ({ delivery, unsent, bug }) => delivery.is_digest && !unsent && !bug && delivery.content === null,
    )
    if (digests.length === 0) return looked
    const closed = await closeDigests(
      db,
      digests.map(({ delivery }) => delivery),
      now,
    )
    return looked.map((one) => withEvents(one, closed.get(one.delivery.id)))
  }

  async #deliverOne(first: Looked): Promise<Unsent | null> {
    const { db, clock, workerId } = this.#deps
    let current: Looked | undefined = first
    for (let look = 1; current; look++) {
      if (current.bug) throw current.bug.error
      if (current.unsent) return current.unsent
      const done = await this.#send(current)
      if (done !== 'look_again') return done
      const again = await readLeased(db, first.delivery.id, { workerId, now: clock.now() })
      if (!again) return null
      if (look === LOOKS) return { kind: 'postponed', reason: CHANGING }
      current = (await this.#lookAtAll([again]))[0]
    }
    return null
  }

  async #send({ delivery, members }: Looked): Promise<Unsent | 'look_again' | null> {
    const { part, log } = this.#deps
    let made: { content: NonNullable<LeasedDelivery['content']>; version: number | null }
    try {
      made = delivery.content ? { content: delivery.content, version: null } : await part.content(delivery)
    } catch (error) {
      const ids = { trace_id: delivery.trace_id, delivery_id: delivery.id }
      log.warn({ err: error, ...ids, notification_id: delivery.notification_id }, 'delivery.render failed')
      const reasonText = isDomainError(error) ? error.message : 'Rendering the template failed.'
      return { kind: 'ended', status: 'FAILED', reason: 'render_failed', reasonText }
    }
    const open = this.#providersFor(delivery).filter((provider) => provider.state() !== 'open')
    let triesUsed = delivery.tries_used
    for (const [i, provider] of open.entries()) {
      const isLast = i === open.length - 1
      const answer = await this.#attempts.attempt(delivery, { ...made, members, provider, triesUsed, isLast })
      if (answer === NO_CALL.stopping) return null
      if (answer === NO_CALL.refused) return 'look_again'
      if (answer === NO_CALL.breakerOpen) continue
      if (answer.outcome !== 'provider_down') return null
      triesUsed = answer.triesUsed
      if (isLast) return null
    }
    return { kind: 'postponed', reason: NO_PROVIDER }
  }

  /**
   * The providers to try, in order. Where one may have taken the message and knows it again by our key, only that one:
   * another would make a second one.
   */
  #providersFor({ doubtful_at }: LeasedDelivery): readonly DeliveryProvider<Message>[] {
    const { providers } = this.#deps
    if (doubtful_at === null || !DEDUPLICATES[doubtful_at]) return providers
    const same = providers.filter(({ name }) => name === doubtful_at)
    return same.length > 0 ? same : providers
  }

  async #finish(leased: LeasedDelivery[], settled: PromiseSettledResult<Unsent | null>[]): Promise<void> {
    const { db, clock, workerId } = this.#deps
    const unsent = settled.flatMap((one, i) => {
      const delivery = leased[i]
      return delivery && one.status === 'fulfilled' && one.value ? [{ delivery, verdict: one.value }] : []
    })
    const ended = unsent.flatMap(({ delivery, verdict }) =>
      verdict.kind === 'ended' ? [endOf(delivery, verdict)] : [],
    )
    if (ended.length > 0) await endDeliveries(db, ended, clock.now())
    const held = unsent.flatMap(({ delivery, verdict }) =>
      verdict.kind === 'held' ? [{ ...verdict, delivery }] : [],
    )
    if (held.length > 0) await holdOn(db, held, workerId, clock.now())
    for (const reason of [NO_PROVIDER, CHANGING]) {
      const postponed = unsent.flatMap(({ delivery, verdict }) =>
        verdict.kind === 'postponed' && verdict.reason === reason ? [delivery] : [],
      )
      const dueAt = new Date(clock.now().getTime() + POSTPONE_MS)
      if (postponed.length > 0) await postpone(db, postponed, dueAt, reason)
    }
  }
}

interface Looked {
  delivery: LeasedDelivery
  /** Null: it goes. */
  unsent: Unsent | null
  /** Of a digest whose content is made now: how many others are in it. */
  members: number | null
  /** Looking at it threw: it fails alone. */
  bug?: { error: unknown }
}

const withEvents = (one: Looked, closed: Closed | undefined): Looked =>
  closed ? { ...one, delivery: { ...one.delivery, items: closed.items }, members: closed.members } : one

function endOf(delivery: LeasedDelivery, { status, reason, reasonText }: Extract<Unsent, { kind: 'ended' }>) {
  const { template_key, template_version, address } = delivery
  // Its time alone is over; what may have gone out already is not sent by another of the digest again.
  const passesOn = reason === 'expired' && delivery.doubtful_at === null
  return {
    id: delivery.id,
    notificationId: delivery.notification_id,
    ...{ status, reason, reasonText },
    fingerprint: status === 'FAILED' ? fingerprint(reason, template_key, template_version, address) : null,
    digest: delivery.is_digest ? (passesOn ? ('passed_on' as const) : ('ended' as const)) : null,
  }
}

/** Delivers e-mail. `link`: makes the address of a recipient's own page. */
export function createEmailDelivery({
  mail,
  render,
  link,
  ...deps
}: Omit<DeliverDeps<OutgoingEmail>, 'part' | 'allowTo'> & {
  mail: { from: string | null; allowTo: readonly string[] | null }
  render: RenderEmail
  link: ContentDeps['link']
}): Delivery<OutgoingEmail> {
  const { from, allowTo } = mail
  const part = emailPart({ render, link, from, defaultTimezone: deps.defaultTimezone })
  return new Delivery({ ...deps, part, allowTo })
}
