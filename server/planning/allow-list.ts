/** Whether `EMAIL_ALLOW_TO` lets mail go to an address. */
export function isAllowed(address: string, allowTo: readonly string[] | null): boolean {
  if (allowTo === null) return true
  const lower = address.toLowerCase()
  return allowTo.some((entry) => (entry.startsWith('@') ? lower.endsWith(entry) : lower === entry))
}

/** Why mail to an address outside `EMAIL_ALLOW_TO` is withheld, in words. */
export const NOT_ALLOWED = 'EMAIL_ALLOW_TO does not let mail go to this address.'
