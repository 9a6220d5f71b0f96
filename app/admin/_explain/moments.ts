const made = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string | null, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`
  const found =
    made.get(key) ??
    new Intl.DateTimeFormat('en-GB', zone === null ? options : { ...options, timeZone: zone })
  made.set(key, found)
  return found
}

const day = { weekday: 'short', day: 'numeric', month: 'short' } as const
const time = { hour: '2-digit', minute: '2-digit' } as const

/**
 * A moment as somebody in `zone` (IANA) reads it: `08:00 (Europe/Berlin)`, on another day than `seenFrom`
 * `Sat 28 Mar, 08:00 (Europe/Berlin)`. Null: the reader's own zone, which needs no name.
 */
export function momentIn(at: Date, zone: string | null, seenFrom: Date): string {
  const dayOf = (one: Date) => formatter(zone, { ...day, year: 'numeric' }).format(one)
  const clock = formatter(zone, time).format(at)
  const date = dayOf(at) === dayOf(seenFrom) ? '' : `${formatter(zone, day).format(at).replace(',', '')}, `
  return `${date}${clock}${zone === null ? '' : ` (${zone})`}`
}
