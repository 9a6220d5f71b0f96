import { z } from 'zod'

const LANGUAGE = 'must be a BCP 47 language tag such as de-AT'
const TIMEZONE = 'must be an IANA time zone such as Europe/Berlin'

/** BCP 47; comes out canonical (`de-AT`). */
export const language = z
  .string()
  .max(64, LANGUAGE)
  .transform((text, check) => {
    try {
      const [canonical] = Intl.getCanonicalLocales(text)
      if (canonical) return canonical
    } catch {
      // Told below.
    }
    check.addIssue({ code: 'custom', message: LANGUAGE })
    return z.NEVER
  })
  .describe('BCP 47, such as `de-AT`.')

/** IANA; an offset such as +01:00, which Intl takes too, knows no daylight saving time. */
export const timezone = z
  .string()
  .max(64, TIMEZONE)
  .refine((text) => {
    if (!/^[A-Za-z]/.test(text)) return false
    try {
      return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
    } catch {
      return false
    }
  }, TIMEZONE)
  .describe('IANA, such as `Europe/Berlin`; without one, `DEFAULT_TIMEZONE`.')
