const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

export type Instant = Date | string | number

export const toMillis = (at: Instant): number => new Date(at).getTime()

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Formatters are slow to make (a table of 50 rows would make 100), so each is made once. */
function formatter(zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone}${JSON.stringify(options)}`
  const made =
    formatters.get(key) ??
    new Intl.DateTimeFormat('en-GB', zone === undefined ? options : { ...options, timeZone: zone })
  formatters.set(key, made)
  return made
}

/**
 * `just now`, `12 s ago`, `3 min ago`, `2 h ago`, `4 days ago`, and after a week the date; ahead: `in 5 min`.
 * `zone` is an IANA name; without it the runtime's own.
 */
export function formatRelative(at: Instant, now: number, zone?: string): string {
  const ms = toMillis(at)
  const gap = Math.abs(now - ms)
  // The page's clock ticks every five seconds: a row may be a little ahead of it.
  if (gap < 10 * second) return 'just now'
  if (gap >= 7 * day) {
    const sameYear = new Date(ms).getUTCFullYear() === new Date(now).getUTCFullYear()
    return formatter(zone, {
      day: 'numeric',
      month: 'short',
      ...(sameYear ? {} : { year: 'numeric' }),
    }).format(ms)
  }
  // What is past has lasted whole units; what is asked for in two days is not "in 1 day" a minute later.
  return ms > now ? `in ${units(gap, Math.round)}` : `${units(gap, Math.floor)} ago`
}

/** In the smallest unit that the next larger one is not reached in: not `60 min`, but `1 h`. */
function units(gap: number, whole: (count: number) => number): string {
  const [s, min, h, days] = [whole(gap / second), whole(gap / minute), whole(gap / hour), whole(gap / day)]
  if (s < 60) return `${s} s`
  if (min < 60) return `${min} min`
  if (h < 24) return `${h} h`
  return days === 1 ? '1 day' : `${days} days`
}

/** `Tue 14 Jul 2026, 14:02:11 CEST`. */
export function formatExact(at: Instant, zone?: string): string {
  return formatter(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(toMillis(at))
}

/** `14:02:11`, or with milliseconds `14:02:11.204`. */
export function formatClock(at: Instant, zone?: string, milliseconds = false): string {
  return formatter(zone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(milliseconds ? { fractionalSecondDigits: 3 } : {}),
  }).format(toMillis(at))
}

/** `180 ms`, `2.1 s`, `3 min`, `2 h 5 min`, `3 days`. Takes milliseconds. */
export function formatDuration(ms: number): string {
  if (ms < second) return `${Math.round(ms)} ms`
  if (ms < 10 * second) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`
  if (ms < minute) return `${Math.floor(ms / second)} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min`
  if (ms < day) {
    const rest = Math.floor((ms % hour) / minute)
    return `${Math.floor(ms / hour)} h${rest ? ` ${rest} min` : ''}`
  }
  const days = Math.floor(ms / day)
  return days === 1 ? '1 day' : `${days} days`
}
