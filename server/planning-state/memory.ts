import type { Channel } from '#server/db/schema/deliveries.ts'
import type { PlanHistory } from '#server/planning/types.ts'
import { addressHash } from '#server/recipients/key.ts'

/** Events in a digest, at most: more begin the next. */
export const DIGEST_MAX = 1_000

/** A notification that was planned, as `planned_lately` keeps it. */
export interface Mark {
  workflowId: string
  recipient: string
  notificationId: string
  fingerprint: string | null
  at: Date
  expiresAt: Date
}

export interface DigestKey {
  workflowId: string
  /** With more behind it, where there are several for one recipient: see `digestKey`. */
  recipient: string
  channel: Channel
}

/** A digest's row. */
export interface DigestState extends DigestKey {
  deliveryId: string
  dueAt: Date
  count: number
  closed: boolean
}

/**
 * What a digest is known by: each browser has its own, and what stands in for another channel's is apart: it is withheld
 * with that, of which others have no part.
 */
export const digestKey = (
  workflowId: string,
  recipient: string,
  { channel, address, fallback }: { channel: Channel; address: string; fallback?: object | null },
): DigestKey => {
  const owner = ownerKey(recipient, Boolean(fallback))
  return { workflowId, channel, recipient: channel === 'push' ? `${owner} ${addressHash(address)}` : owner }
}

const ownerKey = (recipient: string, standsIn: boolean) => (standsIn ? `${recipient} stand-in` : recipient)

const keyOf = ({ workflowId, recipient, channel }: DigestKey) => `${workflowId} ${recipient} ${channel}`
/** Of all digests of somebody on a channel, whatever the address. */
const ownerOf = ({ workflowId, recipient, channel }: DigestKey) =>
  `${workflowId} ${channel === 'push' ? recipient.slice(0, recipient.lastIndexOf(' ')) : recipient} ${channel}`

type Known = Omit<Mark, 'expiresAt'>

/**
 * What planning remembers of some recipients, and what the notifications planned by this transaction add to it: each
 * sees those before it. Writes nothing by itself.
 */
export class PlanningMemory implements PlanHistory {
  /** What is to be written. */
  readonly added: Mark[] = []
  readonly changed = new Map<string, DigestState>()
  /** By workflow and recipient, then by notification. */
  readonly #marks = new Map<string, Map<string, Known>>()
  readonly #digests = new Map<string, Map<string, DigestState>>()

  constructor(marks: readonly Known[], digests: readonly DigestState[]) {
    for (const mark of marks) this.#know(mark)
    for (const digest of digests) this.#keep(digest)
  }

  countSince(workflowId: string, recipient: string, since: Date): number {
    let count = 0
    for (const { at } of this.#of(workflowId, recipient)) if (at > since) count += 1
    return count
  }

  duplicateSince(workflowId: string, recipient: string, fingerprint: string, since: Date) {
    let newest: Known | null = null
    for (const mark of this.#of(workflowId, recipient)) {
      if (mark.fingerprint !== fingerprint || mark.at <= since) continue
      if (newest === null || mark.at > newest.at) newest = mark
    }
    return newest
  }

  openDigest(
    workflowId: string,
    recipient: string,
    { channel, standsIn, now }: { channel: Channel; standsIn: boolean; now: Date },
  ): { dueAt: Date } | null {
    const owner = `${workflowId} ${ownerKey(recipient, standsIn)} ${channel}`
    let first: DigestState | null = null
    for (const digest of this.#digests.get(owner)?.values() ?? []) {
      if (isOpen(digest, now) && (first === null || digest.dueAt < first.dueAt)) first = digest
    }
    return first
  }

  /** Notes a notification that was planned, for those after it. */
  remember(mark: Mark): void {
    this.added.push(mark)
    this.#know(mark)
  }

  /**
   * Puts a delivery that is due at `dueAt` into the digest that collects until then, or opens one for it. Answers the
   * digest's first delivery, which is itself if it opened it.
   */
  join(key: DigestKey, delivery: { id: string; dueAt: Date }, now: Date): string {
    const open = this.#digests.get(ownerOf(key))?.get(keyOf(key))
    // One that is due at another time was not for it, or it is another browser's.
    const joins = open !== undefined && isOpen(open, now) && open.dueAt.getTime() === delivery.dueAt.getTime()
    const digest = joins
      ? { ...open, count: open.count + 1 }
      : { ...key, deliveryId: delivery.id, dueAt: delivery.dueAt, count: 1, closed: false }
    this.#keep(digest)
    this.changed.set(keyOf(key), digest)
    return digest.deliveryId
  }

  #of(workflowId: string, recipient: string): Iterable<Known> {
    return this.#marks.get(`${workflowId} ${recipient}`)?.values() ?? []
  }

  #know(mark: Known): void {
    const key = `${mark.workflowId} ${mark.recipient}`
    const own = this.#marks.get(key) ?? new Map<string, Known>()
    this.#marks.set(key, own.set(mark.notificationId, mark))
  }

  #keep(digest: DigestState): void {
    const key = ownerOf(digest)
    const own = this.#digests.get(key) ?? new Map<string, DigestState>()
    this.#digests.set(key, own.set(keyOf(digest), digest))
  }
}

const isOpen = ({ closed, count, dueAt }: DigestState, now: Date): boolean =>
  !closed && count < DIGEST_MAX && dueAt > now
