import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { getTokenBuckets } from '#server/rate-limits/token-buckets.ts'

/**
 * Per minute. Of one client address: links that are not valid (nobody meets so many by chance; a valid one is never
 * counted there, for mail providers come from few addresses). Of one link: changes of choices, and browsers that
 * subscribe.
 */
const PER_MINUTE = { invalid: 60, change: 60, subscribe: 10 } as const

/** Takes one of what a client may ask with links that are not valid. Answers 0, or in how many seconds there is one. */
export const limitInvalidLinks = (clientAddress: string): number => take('invalid', networkOf(clientAddress))

/** Takes one of what the holder of a link may do. Answers 0, or in how many seconds there is one. */
export const limitLink = (what: 'change' | 'subscribe', token: string): number =>
  // Hashed, so that no link lies about in memory.
  take(what, createHash('sha256').update(token).digest('base64url'))

const take = (what: keyof typeof PER_MINUTE, whose: string): number =>
  getTokenBuckets().take(`recipient ${what} ${whose}`, PER_MINUTE[what])

/** Of IPv6, whoever has one address has its /64 (RFC 6177). */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':').length : 0
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after)
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...(tail ? tail.split(':') : [])]
  return `${all
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
