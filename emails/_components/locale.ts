import type { Recipient } from './schema.ts'

const known = new Map<string, string>()

/**
 * English with the recipient's regional habits (`de` → `en-DE`: 24 hours, day before month), so that a date
 * never stands in another language than its sentence. British English when there is no usable locale.
 */
export function formatLocale(recipient: Recipient): string {
  const wanted = recipient?.locale
  if (!wanted || wanted.length > 35) return 'en-GB'
  const cached = known.get(wanted)
  if (cached) return cached
  let locale = 'en-GB'
  try {
    const region = new Intl.Locale(wanted).maximize().region
    if (region) locale = `en-${region}`
  } catch {
    return 'en-GB'
  }
  if (known.size < 1_000) known.set(wanted, locale)
  return locale
}
