export type Window = '24h' | '7d'

export interface BucketLabel {
  /** Below the bar: `14:00`, or `Tue 14`. */
  short: string
  /** `Tue 14 Jul, 14:00–15:00`, or `Tue 14 Jul`. */
  long: string
}

/** Names an hour or a day in a zone. A clock that is put back shows an hour twice, as it was. */
export function bucketLabel(
  { from, to }: { from: Date; to: Date },
  window: Window,
  timeZone: string,
): BucketLabel {
  const format = (at: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(at).replace(',', '')
  const day = format(from, { weekday: 'short', day: 'numeric', month: 'short' })
  if (window === '7d') return { short: format(from, { weekday: 'short', day: 'numeric' }), long: day }
  const hour = (at: Date) => format(at, { hour: '2-digit', minute: '2-digit' })
  return { short: hour(from), long: `${day}, ${hour(from)}–${hour(to)}` }
}
