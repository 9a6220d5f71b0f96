import { getTokenBuckets } from '#server/rate-limits/token-buckets.ts'
import { HttpFault } from '../faults.ts'

/** Counts one request of a key or a source (`id`, a UUID). Throws 429 once its limit is used up; null: no limit. */
export function limitRate(id: string, perMinute: number | null): void {
  if (perMinute === null) return
  const seconds = getTokenBuckets().take(id, perMinute)
  if (seconds === 0) return
  throw new HttpFault(
    'rate_limited',
    `More than ${perMinute} requests a minute: try again in ${seconds} s.`,
    {
      headers: { 'Retry-After': String(seconds) },
    },
  )
}
