import { Temporal } from 'temporal-polyfill'
import { expect, test, vi } from 'vitest'
import { inQuietHours, quietHoursEnd } from './quiet-hours.ts'

// By another way than ours: what Intl writes, minute by minute.

// Two seconds, where nothing else runs beside it.
vi.setConfig({ testTimeout: 60_000 })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const year = Date.parse('2026-01-01T00:00:00Z')

const clockOf = (zone: string) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (at: number) => format.format(at)
}
const isInside = (clock: string, { start, end }: { start: string; end: string }) =>
  start <= end ? clock >= start && clock < end : clock >= start || clock < end

/** The changes of a zone's clock in 2026. */
function changesOf(zone: string): number[] {
  const changes: number[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(year).toZonedDateTimeISO(zone).getTimeZoneTransition('next')
  while (at && at.epochMilliseconds < Date.parse('2027-01-01T00:00:00Z')) {
    changes.push(at.epochMilliseconds)
    at = at.getTimeZoneTransition('next')
  }
  return changes
}

const hoursTried = [
  { start: '22:00', end: '08:00' },
  { start: '01:30', end: '02:30' },
  { start: '23:30', end: '00:15' },
  { start: '00:00', end: '03:00' },
]

test('their end is where a clock on the wall first shows it, in every zone, around each change of 2026', () => {
  const zones = Intl.supportedValuesOf('timeZone')
  expect(zones.length).toBeGreaterThan(400)
  const seen = new Set<string>()
  for (const zone of zones) {
    const changes = changesOf(zone)
    // Zones with the same changes at the same offsets behave alike: one of each is walked.
    const clock = clockOf(zone)
    const name = `${changes.join()} ${clock(year)} ${changes.map(clock).join()}`
    if (seen.has(name)) continue
    seen.add(name)
    for (const change of changes.length > 0 ? changes : [year + 100 * 24 * HOUR]) {
      const from = change - 13 * HOUR
      const clocks = Array.from({ length: 26 * 60 }, (_, minute) => clock(from + minute * MINUTE))
      for (const hours of hoursTried) {
        const inside = clocks.map((time) => isInside(time, hours))
        for (let minute = 0; minute < 15 * 60; minute += 7) {
          const at = new Date(from + minute * MINUTE)
          const wanted = inside.indexOf(false, minute)
          const told = `${zone} ${hours.start}–${hours.end} ${at.toISOString()}`
          if (inQuietHours(hours, zone, at) !== inside[minute]) expect.fail(`${told}: in or not`)
          const end = quietHoursEnd(hours, zone, at).getTime()
          if (end !== from + wanted * MINUTE) expect.fail(`${told}: ends ${new Date(end).toISOString()}`)
        }
      }
    }
  }
  expect(seen.size).toBeGreaterThan(60)
})
