import type { Channel } from '#server/db/schema/deliveries.ts'
import type { ChannelFallback } from '#server/db/schema/workflows.ts'
import type { Message } from './message.ts'
import { quietHoursEnd } from './quiet-hours.ts'
import type { PlanReason } from './reasons.ts'
import type { PlanInput, PlanStep } from './types.ts'
import { quietHoursOf } from './wanted.ts'
import { channelWords, durationText, exactClockText, instantText, quietText, wallClockText } from './words.ts'

/** The deliveries that those of a later channel wait for. */
export interface Before {
  channel: Channel
  /** Their places in `Plan.decisions`. */
  of: number[]
  dueAt: Date
  /** They are collected: so is what stands in for them, event by event. */
  digest: boolean
  fallback: ChannelFallback
}

export interface When {
  dueAt: Date
  digest: boolean
  /** Of a delivery that is due after now; else `planned`. */
  reason: PlanReason
  reasonText: string
  steps: Omit<PlanStep, 'channel'>[]
}

const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1_000)

/** When a delivery is due: not before it was asked for, not in quiet hours, with its digest, after the channel before. */
export function whenDue(input: PlanInput, message: Message, channel: Channel, before: Before | null): When {
  const { now } = input
  const { workflow, timezone } = message
  const steps: When['steps'] = []
  let due: Due = { at: now, reason: 'planned', text: message.why }
  for (const next of askedFor(input, message)) {
    const isLater = next.at > due.at
    steps.push({
      code: next.reason,
      outcome: next.at > now ? 'held' : 'passed',
      text: next.text,
      ...(next.at > now && { until: instantText(next.at) }),
    })
    if (isLater) due = next
  }
  if (before) due = afterTheOther(due, before)
  const { digest } = message.critical || !workflow ? { digest: null } : workflow
  // What the channel before collected has waited for its window already.
  const window = digest?.until === 'window' && !before ? digest.windowS : 0
  const free = outsideQuietHours(message, later(due.at, window))
  const isHeld = free > later(due.at, window)
  steps.push(quietStep(message, free, isHeld))
  if (workflow && digest && (digest.until === 'window' || isHeld || before?.digest)) {
    const open = input.history.openDigest(workflow.id, message.recipientKey, {
      ...{ channel, standsIn: before !== null, now },
    })
    // One that would go before this event may is not for it, nor one that waits for something scheduled far ahead. That
    // it may be a window later than one of its own: planners' clocks differ, and the one before may have looked later.
    const joins =
      open !== null &&
      open.dueAt >= due.at &&
      open.dueAt <= later(free, window) &&
      open.dueAt > now &&
      outsideQuietHours(message, open.dueAt) <= open.dueAt
    const dueAt = joins ? open.dueAt : free
    const at = wallClockText(dueAt, timezone)
    const text = joins
      ? `It joins the digest that goes out at ${at}.`
      : `It opens a digest, which collects until ${at}.`
    steps.push({ code: 'digest', outcome: 'held', text, until: instantText(dueAt) })
    const held = { dueAt, digest: true, steps }
    if (!before) return { ...held, reason: 'digest', reasonText: `Collected into the digest of ${at}.` }
    steps.push(fallbackStep(before, dueAt, timezone))
    return { ...held, reason: 'fallback', reasonText: fallbackText(before, dueAt, timezone) }
  }
  if (before) {
    steps.push(fallbackStep(before, free, timezone))
    const reasonText = fallbackText(before, free, timezone)
    return { dueAt: free, digest: false, reason: 'fallback', reasonText, steps }
  }
  if (!isHeld) return { dueAt: due.at, digest: false, reason: due.reason, reasonText: due.text, steps }
  const reasonText = quietText(free, timezone)
  return { dueAt: free, digest: false, reason: 'quiet_hours', reasonText, steps }
}

interface Due {
  at: Date
  reason: PlanReason
  text: string
}

/** The workflow's delay, and the time that the event names. */
function askedFor({ notification, now }: PlanInput, { workflow, timezone }: Message): Due[] {
  const times: Due[] = []
  const delayS = workflow?.delayS
  if (delayS) {
    const at = later(notification.acceptedAt, delayS)
    const delay = durationText(delayS)
    const text =
      at > now ? `Held for ${delay}, as the workflow says.` : `The workflow’s delay of ${delay} is over.`
    times.push({ at, reason: 'delayed', text })
  }
  if (notification.scheduledAt) {
    const at = notification.scheduledAt
    const text =
      at > now
        ? `Held until ${exactClockText(at, timezone)}, the time that was asked for.`
        : 'The time that was asked for has come.'
    times.push({ at, reason: 'scheduled', text })
  }
  return times
}

function afterTheOther(due: Due, { dueAt, fallback }: Before): Due {
  const at = later(dueAt, Math.max(1, fallback.afterS))
  return at > due.at ? { ...due, at } : due
}

const outsideQuietHours = (message: Message, at: Date): Date => {
  const hours = message.critical ? null : quietHoursOf(message.recipient.user?.preferences ?? null)
  return hours ? quietHoursEnd(hours, message.timezone, at) : at
}

function quietStep(
  { critical, recipient, timezone }: Message,
  free: Date,
  isHeld: boolean,
): When['steps'][number] {
  const code = 'quiet_hours'
  const hours = quietHoursOf(recipient.user?.preferences ?? null)
  if (isHeld) return { code, outcome: 'held', text: quietText(free, timezone), until: instantText(free) }
  if (!hours) return { code, outcome: 'passed', text: 'The recipient has no quiet hours.' }
  const text = critical
    ? 'It is critical: quiet hours do not hold it.'
    : `Not in the recipient’s quiet hours, ${hours.start} to ${hours.end} (${timezone}).`
  return { code, outcome: 'passed', text }
}

const fallbackText = ({ channel, fallback }: Before, at: Date, timezone: string) =>
  `Goes out at ${wallClockText(at, timezone)}, unless the ${channelWords[channel]} message was ${fallback.unless} by then.`

const fallbackStep = (before: Before, at: Date, timezone: string): When['steps'][number] => ({
  code: 'fallback',
  outcome: 'held',
  text: fallbackText(before, at, timezone),
  until: instantText(at),
})
