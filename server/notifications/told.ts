import { blank, type Delivery, type ProviderEvent, type TimelineEntry, type Tone } from './timeline-entry.ts'

const says: Record<string, string> = {
  resend: 'Resend says',
  smtp: 'by a report',
  webpush: 'the browser says',
}

/** How each kind of feedback reads; `feedback/event.ts` names them. */
const lines: Record<string, { title: string; tone: Tone; ends?: true }> = {
  sent: { title: 'Sent on', tone: 'green' },
  delivered: { title: 'Delivered', tone: 'green', ends: true },
  delayed: { title: 'Delayed', tone: 'amber' },
  opened: { title: 'Opened', tone: 'grey' },
  clicked: { title: 'A link was followed', tone: 'grey' },
  failed: { title: 'Not sent', tone: 'red', ends: true },
  soft_bounce: { title: 'Bounced', tone: 'red', ends: true },
  hard_bounce: { title: 'Bounced for good', tone: 'red', ends: true },
  complaint: { title: 'Reported as spam', tone: 'red', ends: true },
}

/** What a browser tells is not what a mail provider tells by the same kind. */
const pushLines: typeof lines = {
  delivered: { title: 'Shown', tone: 'green', ends: true },
  clicked: { title: 'Clicked', tone: 'green' },
}

/** What providers told of a delivery, a line each: `Delivered (Resend says)`. */
export function toldOf(delivery: Delivery, told: readonly ProviderEvent[]): TimelineEntry[] {
  return told
    .filter(({ deliveryId }) => deliveryId === delivery.id)
    .map(({ provider, id, type, at, detail }) => {
      const kind = typeof detail.kind === 'string' ? detail.kind : ''
      const known = (delivery.channel === 'push' ? pushLines[kind] : undefined) ?? lines[kind]
      const { title, tone, ends } = known ?? { title: type, tone: 'grey' }
      return {
        ...blank,
        id: `${delivery.id}:${provider}:${id}`,
        // A clock that is behind ours puts no effect before its cause.
        at: new Date(Math.max(at.getTime(), delivery.createdAt.getTime())),
        kind: ends ? 'ended' : 'told',
        tone,
        title: `${title} (${says[provider] ?? provider})`,
        reason: typeof detail.words === 'string' ? detail.words : null,
        deliveryId: delivery.id,
      }
    })
}
