import type { PlanStep } from '#server/planning/types.ts'
import { wallClockText } from '#server/planning/words.ts'
import type { DigestEvent } from './digests.ts'
import { cancelledAt } from './timeline-actions.ts'
import {
  type Attempt,
  blank,
  type Delivery,
  type Story,
  stepsOf,
  type TimelineEntry,
} from './timeline-entry.ts'
import { outcomes, providerNames, shownAddress, templateWords, toWhom } from './timeline-words.ts'
import { toldOf } from './told.ts'

/** Everything that happened to one delivery, oldest first. */
export function linesOf(delivery: Delivery, story: Story): TimelineEntry[] {
  const { id, createdAt, replayOf, replayMode } = delivery
  const own = story.attempts.filter((attempt) => attempt.deliveryId === id)
  const about = { ...blank, deliveryId: id }
  const to = toWhom(delivery)
  const all = replayOf === null ? stepsOf(story.notification) : []
  const steps = all.filter(({ channel }) => channel === delivery.channel)
  if (delivery.status === 'WITHHELD' && own.length === 0 && !wasMade(delivery, all)) {
    const title = `${to} withheld`
    const reason = delivery.reasonText
    return [
      { ...about, id: `${id}:withheld`, at: createdAt, kind: 'withheld', tone: 'grey', title, reason, steps },
    ]
  }
  const made: TimelineEntry = {
    ...about,
    id: `${id}:made`,
    at: createdAt,
    kind: 'delivery',
    tone: 'blue',
    title: `${to}${replayOf ? ', again' : delivery.fallback ? ', as a fallback' : ''}`,
    detail: templateWords(delivery),
    reason:
      replayMode === 'sent'
        ? 'As it was sent'
        : replayMode === 'today'
          ? 'Planned anew'
          : heldAtFirst(delivery, steps),
    steps,
  }
  const told = toldOf(delivery, story.told)
  // How a mail ended after it was sent, the provider has told.
  const end = told.length > 0 && afterwards.includes(delivery.status) ? [] : ending(delivery, own, story)
  return [made, ...digested(delivery, story), ...own.map(tried), ...told, ...end]
}

const afterwards: Delivery['status'][] = ['DELIVERED', 'BOUNCED', 'COMPLAINED']

/** Why it waited from the beginning; what waits for it now has a line of its own. */
function heldAtFirst({ status, reason }: Delivery, steps: readonly PlanStep[]): string | null {
  const held = steps.findLast(({ outcome }) => outcome === 'held')
  return !held || (status === 'HELD' && held.code === reason) ? null : held.text
}

/**
 * Whether a delivery that is withheld was made all the same, and only withheld when it was looked at again. Of what kept
 * no steps: its time was over before its first try.
 */
export function wasMade(
  { reason, expiresAt, createdAt, channel, replayOf }: Delivery,
  steps: readonly PlanStep[],
): boolean {
  if (replayOf !== null || steps.length === 0)
    return reason === 'expired' && expiresAt !== null && expiresAt > createdAt
  return !steps.some(
    (step) => step.outcome === 'withheld' && step.code === reason && step.channel === channel,
  )
}

const typeOf = (event: DigestEvent) => event.eventType ?? 'No type'

/** That it went, or goes, out together with others, and where those are. */
function digested({ id, isDigest, digestOf, createdAt }: Delivery, { digests }: Story): TimelineEntry[] {
  const about = { ...blank, deliveryId: id, at: createdAt, kind: 'delivery', tone: 'violet' } as const
  const first = digestOf === null ? undefined : digests.firsts.get(digestOf)
  if (first) {
    const links = [{ notificationId: first.notificationId, title: typeOf(first) }]
    return [{ ...about, id: `${id}:digest`, title: 'In a digest, sent with', links }]
  }
  const members = digests.members.get(id) ?? []
  if (!isDigest) return []
  if (members.length === 0) {
    return [{ ...about, id: `${id}:digest`, title: 'In a digest, so far alone' }]
  }
  return [
    {
      ...about,
      id: `${id}:digest`,
      title: `In a digest of ${members.length + 1}, together with`,
      links: members.map((event) => ({ notificationId: event.notificationId, title: typeOf(event) })),
    },
  ]
}

function tried(attempt: Attempt): TimelineEntry {
  const { tone, word } = outcomes[attempt.outcome]
  const by = providerNames[attempt.provider] ?? attempt.provider
  return {
    ...blank,
    id: attempt.id,
    at: attempt.startedAt,
    kind: 'attempt',
    tone,
    title: `Try ${attempt.number} by ${by}: ${word}`,
    detail: attempt.providerMessageId ? `id ${attempt.providerMessageId}` : attempt.errorCode,
    reason: attempt.error,
    durationMs: attempt.durationMs,
    deliveryId: attempt.deliveryId,
    attemptId: attempt.id,
  }
}

/** How a delivery ended, or what it waits for. Its last attempt says already that it was sent. */
function ending(delivery: Delivery, own: readonly Attempt[], story: Story): TimelineEntry[] {
  const last = own.at(-1)
  const { digestOf, createdAt, dueAt, sentAt, status } = delivery
  const lastAt = last
    ? new Date(last.startedAt.getTime() + (last.durationMs ?? 0))
    : ((digestOf === null ? null : sentAt) ??
      // What was held ends, without a try, when it is due.
      (dueAt > createdAt && dueAt <= story.now ? dueAt : createdAt))
  const about = { ...blank, deliveryId: delivery.id, reason: delivery.reasonText, at: lastAt }
  const id = `${delivery.id}:now`
  const withDigest = digestOf === null ? '' : ', with the digest'
  switch (status) {
    case 'QUEUED':
    case 'HELD':
      return waiting(delivery, own, lastAt, story)
    case 'FAILED':
      return [{ ...about, id, kind: 'ended', tone: 'red', title: `Failed for good${withDigest}` }]
    case 'UNKNOWN':
      return [{ ...about, id, kind: 'ended', tone: 'amber', title: 'Nobody knows whether it went out' }]
    case 'WITHHELD': {
      const isNeedless = delivery.reason === 'fallback_not_needed'
      const title = isNeedless
        ? 'Fallback not needed'
        : own.length > 0 || delivery.reason === 'expired'
          ? 'Withheld'
          : 'Looked at again: withheld'
      return [
        { ...about, id, at: lookedAt(delivery, lastAt, story.now), kind: 'withheld', tone: 'grey', title },
      ]
    }
    case 'CANCELLED': {
      const at = cancelledAt(story.audit) ?? lastAt
      const title = `${shownAddress(delivery.address)} taken back`
      return [{ ...about, id, at, kind: 'ended', tone: 'grey', title }]
    }
    case 'DELIVERED':
      return [{ ...about, id, kind: 'ended', tone: 'green', title: `Delivered${withDigest}` }]
    case 'BOUNCED':
    case 'COMPLAINED': {
      const title = status === 'BOUNCED' ? 'Bounced' : 'Complained about'
      return [{ ...about, id, kind: 'ended', tone: 'red', title: `${title}${withDigest}` }]
    }
    case 'SENT':
      // Of what is sent for itself, the last attempt says so.
      return digestOf === null
        ? []
        : [{ ...about, id, kind: 'attempt', tone: 'green', title: 'Sent with the digest' }]
    case 'SENDING':
      return []
  }
}

function waiting(
  delivery: Delivery,
  own: readonly Attempt[],
  lastAt: Date,
  { now, timezone }: Story,
): TimelineEntry[] {
  const { id, dueAt, reasonText, status, reason } = delivery
  const isHeld = status === 'HELD'
  const future = dueAt > now
  if (!future && !isHeld && own.length === 0) return []
  const title =
    reason === 'fallback' && isHeld
      ? 'Fallback due'
      : isHeld
        ? 'Held until'
        : own.length > 0
          ? 'Next try'
          : 'First try'
  // By the clock of whom it is for, unless the reason says it.
  const clock = timezone !== null && isHeld ? wallClockText(dueAt, timezone) : null
  return [
    {
      ...blank,
      deliveryId: id,
      id: `${id}:now`,
      at: new Date(Math.max(dueAt.getTime(), lastAt.getTime())),
      future,
      kind: 'due',
      tone: isHeld ? 'violet' : 'blue',
      title,
      detail: clock !== null && !reasonText?.includes(clock) ? `for the recipient ${clock}` : null,
      reason: reasonText,
    },
  ]
}

/** When what was made was withheld: its time over, or when it was due and looked at again. */
function lookedAt({ reason, expiresAt, dueAt }: Delivery, lastAt: Date, now: Date): Date {
  const at = reason === 'expired' && expiresAt ? expiresAt : dueAt
  return new Date(Math.max(Math.min(at.getTime(), now.getTime()), lastAt.getTime()))
}
