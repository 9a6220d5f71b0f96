import type { auditLog } from '#server/db/schema/access.ts'
import type { attempts, deliveries } from '#server/db/schema/deliveries.ts'
import type { notifications } from '#server/db/schema/notifications.ts'
import type { providerEvents } from '#server/db/schema/suppressions.ts'
import { toldOf } from './told.ts'

type Notification = typeof notifications.$inferSelect
export type Delivery = typeof deliveries.$inferSelect
type Attempt = typeof attempts.$inferSelect
type AuditEntry = typeof auditLog.$inferSelect
export type ProviderEvent = typeof providerEvents.$inferSelect

/** The dashboard's six tones of a state. */
export type Tone = 'green' | 'blue' | 'violet' | 'red' | 'amber' | 'grey'

export interface TimelineEntry {
  /** Stable, for a key and an anchor. */
  id: string
  at: Date
  /** Not yet: when it is due. */
  future: boolean
  kind: 'accepted' | 'planned' | 'delivery' | 'withheld' | 'attempt' | 'told' | 'due' | 'ended' | 'action'
  tone: Tone
  /** What happened: `Try 2 by Resend`. */
  title: string
  /** What came back, or where to: one line of facts. */
  detail: string | null
  /** Why it happened, or did not, in words. */
  reason: string | null
  durationMs: number | null
  /** Which delivery it is about, and which replay that delivery is of. */
  deliveryId: string | null
  attemptId: string | null
  /** Who did it, when a person or a key did. */
  actorName: string | null
}

export interface Story {
  notification: Notification
  /** Oldest first. */
  deliveries: readonly Delivery[]
  attempts: readonly Attempt[]
  audit: readonly AuditEntry[]
  /** What providers told of the deliveries. */
  told: readonly ProviderEvent[]
  now: Date
}

const blank = {
  future: false,
  detail: null,
  reason: null,
  durationMs: null,
  deliveryId: null,
  attemptId: null,
  actorName: null,
} as const

const providerNames: Record<string, string> = { resend: 'Resend', smtp: 'SMTP', inbox: 'the built-in inbox' }
const channelNames: Record<string, string> = { email: 'E-mail', push: 'Push' }
/** One of a channel, and several. */
const countable: Record<string, readonly [string, string]> = {
  email: ['e-mail', 'e-mails'],
  push: ['push message', 'push messages'],
}
const sourceNames: Record<Notification['source'], string> = {
  webhook: 'by webhook',
  api: 'by the API',
  kafka: 'from Kafka',
  sql: 'by SQL',
  dashboard: 'from the dashboard',
  'send-notification': 'by /send-notification',
}

/** Everything that happened to a notification, oldest first, with a line too for what did not happen. Pure. */
export function timelineOf(story: Story): TimelineEntry[] {
  const entries = [
    accepted(story.notification),
    ...planned(story),
    ...erased(story.notification),
    ...story.audit.map((entry) => action(entry, story.deliveries)),
    ...story.deliveries.flatMap((delivery) => ofDelivery(delivery, story)),
  ]
  // Stable: what has the same instant stays in the order of cause and effect.
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime())
}

function accepted({ id, createdAt, source, sourceName }: Notification): TimelineEntry {
  const detail = sourceName ? `${sourceNames[source]}: ${sourceName}` : sourceNames[source]
  return {
    ...blank,
    id: `${id}:accepted`,
    at: createdAt,
    kind: 'accepted',
    tone: 'grey',
    title: 'Accepted',
    detail,
  }
}

function erased({ id, erasedAt }: Notification): TimelineEntry[] {
  if (!erasedAt) return []
  const title = 'Personal data erased'
  const reason = 'The user was deleted; payload, addresses and mails are gone.'
  return [{ ...blank, id: `${id}:erased`, at: erasedAt, kind: 'action', tone: 'grey', title, reason }]
}

function planned({ notification, deliveries }: Story): TimelineEntry[] {
  const { id, plannedAt, createdAt, status, statusReason } = notification
  if (!plannedAt) return []
  const first = deliveries.filter((delivery) => delivery.replayOf === null)
  const nobody = first.length === 0
  const counts = [...new Set(first.map(({ channel }) => channel))].map((channel) => {
    const made = first.filter(
      (delivery) => delivery.channel === channel && (delivery.status !== 'WITHHELD' || wasMade(delivery)),
    ).length
    const [one, several] = countable[channel] ?? [channel, channel]
    return `${made} ${made === 1 ? one : several}`
  })
  return [
    {
      ...blank,
      id: `${id}:planned`,
      at: plannedAt,
      kind: 'planned',
      tone: nobody && status === 'FAILED' ? 'red' : 'grey',
      title: nobody && status !== 'FAILED' ? 'Recorded, nobody to tell' : 'Planned',
      detail: nobody ? null : counts.join(', '),
      reason: nobody ? statusReason : null,
      durationMs: Math.max(0, plannedAt.getTime() - createdAt.getTime()),
    },
  ]
}

function ofDelivery(delivery: Delivery, story: Story): TimelineEntry[] {
  const { id, address, channel, createdAt } = delivery
  const own = story.attempts.filter((attempt) => attempt.deliveryId === id)
  const to = address
    ? `${channelNames[channel] ?? channel} to ${address}`
    : (channelNames[channel] ?? channel)
  const about = { ...blank, deliveryId: id }
  const { templateVersion: number } = delivery
  // Below 0: what a test of a draft sent.
  const version = number < 0 ? ' (test)' : number ? ` v${number}` : ''
  const template = `${delivery.templateKey}${version} · ${delivery.locale}`
  if (delivery.status === 'WITHHELD' && own.length === 0 && !wasMade(delivery)) {
    const title = `${to} withheld`
    const reason = delivery.reasonText
    return [{ ...about, id: `${id}:withheld`, at: createdAt, kind: 'withheld', tone: 'grey', title, reason }]
  }
  const made: TimelineEntry = {
    ...about,
    id: `${id}:made`,
    at: createdAt,
    kind: 'delivery',
    tone: 'blue',
    title: delivery.replayOf ? `${to}, again` : to,
    detail: template,
    reason:
      delivery.replayMode === 'sent'
        ? 'As it was sent'
        : delivery.replayMode === 'today'
          ? 'Planned anew'
          : null,
  }
  const told = toldOf(delivery, story.told)
  // How a mail ended after it was sent, the provider has told.
  const end = told.length > 0 && afterwards.includes(delivery.status) ? [] : ending(delivery, own, story)
  return [made, ...own.map(tried), ...told, ...end]
}

const afterwards: Delivery['status'][] = ['DELIVERED', 'BOUNCED', 'COMPLAINED']

/** A delivery whose time was over before its first try was made all the same. */
const wasMade = ({ reason, expiresAt, createdAt }: Delivery): boolean =>
  reason === 'expired' && expiresAt !== null && expiresAt > createdAt

const outcomes: Record<Attempt['outcome'], { tone: Tone; word: string }> = {
  sending: { tone: 'blue', word: 'sending' },
  sent: { tone: 'green', word: 'accepted' },
  transient: { tone: 'amber', word: 'failed for now' },
  permanent: { tone: 'red', word: 'refused for good' },
  throttled: { tone: 'amber', word: 'told to wait' },
  provider_down: { tone: 'amber', word: 'provider away' },
  unknown: { tone: 'amber', word: 'outcome unknown' },
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
function ending(delivery: Delivery, own: readonly Attempt[], { audit, now }: Story): TimelineEntry[] {
  const last = own.at(-1)
  const lastAt = last ? new Date(last.startedAt.getTime() + (last.durationMs ?? 0)) : delivery.createdAt
  const about = { ...blank, deliveryId: delivery.id, reason: delivery.reasonText }
  const id = `${delivery.id}:now`
  switch (delivery.status) {
    case 'QUEUED':
    case 'HELD': {
      const held = delivery.status === 'HELD'
      const future = delivery.dueAt > now
      if (!future && !held && own.length === 0) return []
      const title = held ? 'Held until' : own.length > 0 ? 'Next try' : 'First try'
      const tone = held ? 'violet' : 'blue'
      const at = new Date(Math.max(delivery.dueAt.getTime(), lastAt.getTime()))
      return [{ ...about, id, at, future, kind: 'due', tone, title }]
    }
    case 'FAILED':
      return [{ ...about, id, at: lastAt, kind: 'ended', tone: 'red', title: 'Failed for good' }]
    case 'UNKNOWN':
      return [
        { ...about, id, at: lastAt, kind: 'ended', tone: 'amber', title: 'Nobody knows whether it went out' },
      ]
    case 'WITHHELD': {
      const at = wasMade(delivery) && delivery.expiresAt ? delivery.expiresAt : lastAt
      return [{ ...about, id, at, kind: 'withheld', tone: 'grey', title: 'Withheld' }]
    }
    case 'CANCELLED':
      return [
        {
          ...about,
          id,
          at: cancelledAt(audit) ?? lastAt,
          kind: 'ended',
          tone: 'grey',
          title: `${delivery.address} taken back`,
        },
      ]
    case 'DELIVERED':
      return [{ ...about, id, at: lastAt, kind: 'ended', tone: 'green', title: 'Delivered' }]
    case 'BOUNCED':
    case 'COMPLAINED': {
      const title = delivery.status === 'BOUNCED' ? 'Bounced' : 'Complained about'
      return [{ ...about, id, at: lastAt, kind: 'ended', tone: 'red', title }]
    }
    case 'SENDING':
    case 'SENT':
      return []
  }
}

const CANCEL = 'notification.cancel'

const cancelledAt = (audit: readonly AuditEntry[]): Date | null =>
  audit.findLast((entry) => entry.action === CANCEL)?.at ?? null

const actions: Record<string, string> = {
  'notification.replay': 'Replayed',
  'notification.retry': 'Tried again',
  [CANCEL]: 'Cancelled',
}

function action(
  { id, at, action: name, actorName, detail }: AuditEntry,
  deliveries: readonly Delivery[],
): TimelineEntry {
  const mode = detail.mode === 'sent' ? 'as it was sent' : detail.mode === 'today' ? 'planned anew' : null
  const made = Array.isArray(detail.deliveries) ? detail.deliveries : []
  // What an action made bears a time some ms before its own line in the log; cause comes before effect.
  const first = deliveries.find((delivery) => delivery.createdAt < at && made.includes(delivery.id))
  const since = first?.replayMode ? first.createdAt : at
  const title = actions[name] ?? name
  return { ...blank, id, at: since, kind: 'action', tone: 'grey', title, detail: mode, actorName }
}
