import type { Channel } from '#server/db/schema/deliveries.ts'

/** Whether `EMAIL_ALLOW_TO` lets mail go to an address. */
export function isAllowed(address: string, allowTo: readonly string[] | null): boolean {
  if (allowTo === null) return true
  const lower = address.toLowerCase()
  return allowTo.some((entry) => (entry.startsWith('@') ? lower.endsWith(entry) : lower === entry))
}

const NOT_ALLOWED = 'EMAIL_ALLOW_TO does not let mail go to this address.'
const PUSH_NOT_ALLOWED = 'EMAIL_ALLOW_TO does not let messages go to this user.'

/**
 * Why `EMAIL_ALLOW_TO` stops a delivery, in words; null: it does not. A push message goes to whom mail may go to: what
 * runs on a copy of real data must reach nobody. `userEmail`: of the user that it is for.
 */
export function notAllowed(
  to: { channel: Channel; address: string; userEmail: string | null },
  allowTo: readonly string[] | null,
): string | null {
  if (to.channel === 'email') return isAllowed(to.address, allowTo) ? null : NOT_ALLOWED
  return isAllowed(to.userEmail ?? '', allowTo) ? null : PUSH_NOT_ALLOWED
}
