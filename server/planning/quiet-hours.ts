import { stretchAt } from './zone-offset.ts'

/** Times of day, `HH:MM`; an end before the start is on the next day. Both the same: none. */
export interface QuietHours {
  start: string
  end: string
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const timeOfDay = (text: string): number =>
  (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * MINUTE

/** Milliseconds since midnight by the clock on the wall. */
const wallClock = (at: number, offset: number): number => (((at + offset) % DAY) + DAY) % DAY

const isWithin = (time: number, start: number, end: number): boolean =>
  start <= end ? time >= start && time < end : time >= start || time < end

/** Whether it is in these quiet hours at `at` in the zone (IANA): at the start yes, at the end no. */
export function inQuietHours({ start, end }: QuietHours, timezone: string, at: Date): boolean {
  const time = at.getTime()
  return isWithin(wallClock(time, stretchAt(timezone, time).offset), timeOfDay(start), timeOfDay(end))
}

/**
 * The earliest instant from `at` on that is not in these quiet hours; `at` itself when it is not. Between two changes of
 * the zone's offset the clock on the wall runs evenly, so the end is so many hours away, unless a change comes first:
 * then the clock is looked at again after it, whether the end was skipped (a gap) or comes once more (a repeated hour).
 */
export function quietHoursEnd(hours: QuietHours, timezone: string, at: Date): Date {
  const start = timeOfDay(hours.start)
  const end = timeOfDay(hours.end)
  let time = at.getTime()
  for (;;) {
    const { offset, to } = stretchAt(timezone, time)
    const clock = wallClock(time, offset)
    if (!isWithin(clock, start, end)) return time === at.getTime() ? at : new Date(time)
    const ends = time + ((end - clock + DAY) % DAY)
    if (ends < to) return new Date(ends)
    time = to
  }
}
