import type { Channel } from '#server/db/schema/deliveries.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { stretchAt } from './zone-offset.ts'

export const channelWords: Record<Channel, string> = { email: 'e-mail', push: 'push' }

/** RFC 3339 in UTC, without needless milliseconds. */
export const instantText = (at: Date): string => at.toISOString().replace(/\.000Z$/, 'Z')

/** By the clock on the wall of a zone (IANA): `2026-11-22 08:00`. */
export function localTimeText(at: Date, timezone: string): string {
  const time = at.getTime()
  const local = new Date(time + stretchAt(timezone, time).offset).toISOString()
  return `${local.slice(0, 10)} ${local.slice(11, 16)}`
}

/** As `localTimeText`, with the zone: `2026-11-22 08:00 (Europe/Berlin)`. */
export const wallClockText = (at: Date, timezone: string) => `${localTimeText(at, timezone)} (${timezone})`

/** As `wallClockText`, with the seconds if there are any: an event may expire within a minute. */
export function exactClockText(at: Date, timezone: string): string {
  const seconds = at.toISOString().slice(16, 19)
  return `${localTimeText(at, timezone)}${seconds === ':00' ? '' : seconds} (${timezone})`
}

/** Seconds as people say them: `90 minutes`, `2 hours`, `1 day`. */
export function durationText(seconds: number): string {
  const units: [number, string][] = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ]
  const [size, name] = units.find(([length]) => seconds >= length && seconds % length === 0) ?? [1, 'second']
  const count = seconds / size
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

/** Why somebody's quiet hours hold a message, in words. */
export const quietText = (until: Date, timezone: string) =>
  `Held until ${wallClockText(until, timezone)}, when the recipient’s quiet hours end.`

/** Why nothing is sent after its time, in words. */
export const expiredText = (expiresAt: Date, timezone = 'UTC') =>
  `It was not to be sent after ${exactClockText(expiresAt, timezone)}.`

/** Why nobody is told of an event that no workflow listens to, in words. */
export const noWorkflowText = (eventType: string | null, source: SourceKind) =>
  `No workflow listens to ${eventType ? `“${eventType}”` : 'events without a type'} from ${source}.`
