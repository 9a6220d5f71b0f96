import { z } from 'zod'
import { channels } from '#server/db/schema/deliveries.ts'
import { language, timezone } from '#server/users/locality.ts'

// Fields as callers write them; unknown ones are ignored, but for channels, where a typing error would switch off nothing.

const CATEGORIES_MAX = 100

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00')
  .nullish()

const categories = z
  .record(
    z
      .string()
      .min(1)
      .max(100)
      .regex(/^\P{Cc}*$/u),
    z.partialRecord(z.enum(channels, `is not a channel (${channels.join(', ')})`), z.boolean()),
  )
  .superRefine((all, check) => {
    if (Object.keys(all).length > CATEGORIES_MAX) {
      check.addIssue({ code: 'custom', message: `must have at most ${CATEGORIES_MAX} categories` })
    }
    for (const [channel, isOn] of Object.entries(all.security ?? {})) {
      if (isOn) continue
      check.addIssue({ code: 'custom', path: ['security', channel], message: 'can not be switched off' })
    }
  })

const fields = {
  email_enabled: z.boolean().optional(),
  push_enabled: z.boolean().optional(),
  quiet_hours_start: time.describe('In the user’s time zone; both or neither.'),
  quiet_hours_end: time.describe('Before the start: on the next day.'),
  categories: categories
    .optional()
    .describe('Category × channel; what is not named is on. `security` can not be switched off.'),
}

/** Only what is sent is changed. The quiet hours that result are for the verb to check. */
export const preferencesChange = z.object(fields)
export type PreferencesChange = z.output<typeof preferencesChange>

type QuietHours = Pick<PreferencesChange, 'quiet_hours_start' | 'quiet_hours_end'>

/** What is wrong with these quiet hours, and in which field; null: nothing. */
export function quietHoursIssue(hours: QuietHours): { path: keyof QuietHours; message: string } | null {
  const start = hours.quiet_hours_start ?? null
  const end = hours.quiet_hours_end ?? null
  if (start !== null && end === null) {
    return { path: 'quiet_hours_end', message: 'is required beside quiet_hours_start' }
  }
  if (start === null && end !== null) {
    return { path: 'quiet_hours_start', message: 'is required beside quiet_hours_end' }
  }
  return start !== null && start === end
    ? { path: 'quiet_hours_end', message: 'must differ from quiet_hours_start' }
    : null
}

function checkQuietHours(hours: QuietHours, check: z.RefinementCtx): void {
  const issue = quietHoursIssue(hours)
  if (issue) check.addIssue({ code: 'custom', path: [issue.path], message: issue.message })
}

/** What is not sent is as the defaults say. */
export const newPreferences = preferencesChange.superRefine(checkQuietHours)

/**
 * Preferences whole: what is not sent is as the defaults say. Language and time zone are the user's own, and stay
 * unless they are sent.
 */
export const replacePreferencesInput = z
  .object({ ...fields, preferred_language: language.nullish(), timezone: timezone.nullish() })
  .superRefine(checkQuietHours)
export type ReplacePreferencesInput = z.input<typeof replacePreferencesInput>
