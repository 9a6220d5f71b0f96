import { z } from 'zod'

export const overviewInput = z.object({
  /** 24 hours by the hour, or 7 days by the day. */
  window: z.enum(['24h', '7d']).default('24h'),
  /** IANA zone that the hours and days are of; the installation's when left out. */
  timezone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')
    .nullish(),
})
export type OverviewInput = z.input<typeof overviewInput>

function isTimeZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== null
  } catch {
    return false
  }
}
