const units = [
  { seconds: 86_400, one: 'day', several: 'days' },
  { seconds: 3_600, one: 'hour', several: 'hours' },
  { seconds: 60, one: 'minute', several: 'minutes' },
  { seconds: 1, one: 'second', several: 'seconds' },
] as const

/** `10 minutes`, `1 hour 30 minutes`: to the second, so that what differs also reads differently. */
export function durationWords(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '…'
  let rest = Math.round(seconds)
  const parts: string[] = []
  for (const unit of units) {
    const count = Math.floor(rest / unit.seconds)
    rest -= count * unit.seconds
    if (count > 0) parts.push(`${count} ${count === 1 ? unit.one : unit.several}`)
  }
  return parts.join(' ') || 'no time'
}

/** `per hour`, `in 2 hours`: how a rate is said. */
export function perWords(seconds: number): string {
  const unit = units.find((one) => one.seconds === seconds)
  return unit ? `per ${unit.one}` : `in ${durationWords(seconds)}`
}

export const durationUnits = [
  { value: '1', label: 'seconds' },
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
  { value: '86400', label: 'days' },
] as const

/** The largest unit that it is a whole number of: 5400 → 90 minutes. */
export function asCount(seconds: number): { count: number; unit: number } {
  const unit = units.find((one) => seconds > 0 && seconds % one.seconds === 0)?.seconds ?? 1
  return { count: seconds / unit, unit }
}
