import { actionOf } from './timeline-actions.ts'
import { linesOf, wasMade } from './timeline-delivery.ts'
import { blank, type Notification, type Story, stepsOf, type TimelineEntry } from './timeline-entry.ts'
import { countable } from './timeline-words.ts'

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
    ...story.audit.map((entry) => actionOf(entry, story.deliveries)),
    ...story.deliveries.flatMap((delivery) => linesOf(delivery, story)),
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
  const steps = stepsOf(notification)
  const counts = [...new Set(first.map(({ channel }) => channel))].map((channel) => {
    const made = first.filter(
      (delivery) =>
        delivery.channel === channel && (delivery.status !== 'WITHHELD' || wasMade(delivery, steps)),
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
      steps: steps.filter(({ channel }) => channel === undefined),
      durationMs: Math.max(0, plannedAt.getTime() - createdAt.getTime()),
    },
  ]
}
