import { z } from 'zod'
import { channels } from '#server/db/schema/deliveries.ts'
import { language, timezone } from '#server/users/locality.ts'

// Fields as callers write them; unknown ones are ignored, but for channels, where a typing error would switch off nothing.

const CATEGORIES_MAX = 100

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00')
  .nullish()

const categoryKey = z
  .string()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u)

const tooMany = `must have at most ${CATEGORIES_MAX} categories`
const byChannel = <S extends z.ZodType>(choice: S) =>
  z
    .record(
      categoryKey,
      z.partialRecord(z.enum(channels, `is not a channel (${channels.join(', ')})`), choice),
    )
    .refine((all) => Object.keys(all).length <= CATEGORIES_MAX, tooMany)

/** Which of them are required is the table's to say: `storePreferences` refuses those. */
const categories = byChannel(z.boolean())

const fields = {
  email_enabled: z.boolean().optional(),
  push_enabled: z.boolean().optional(),
  quiet_hours_start: time.describe('In the user’s time zone; both or neither.'),
  quiet_hours_end: time.describe('Before the start: on the next day.'),
  categories: categories
    .optional()
    .describe(
      'Category × channel; what is not named is as the category says by default. A required one, such as `security`, ' +
        'can not be switched off.',
    ),
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

/**
 * Only what is sent is changed, and of the categories only the channels that are named: null is as the category says by
 * default. `quietHours` null: none.
 */
export const setPreferencesInput = z.object({
  /** The user's. */
  id: z.uuid(),
  emailEnabled: z.boolean().optional(),
  pushEnabled: z.boolean().optional(),
  quietHours: z
    .object({ start: time.unwrap().unwrap(), end: time.unwrap().unwrap() })
    .refine(({ start, end }) => start !== end, { path: ['end'], message: 'must differ from the start' })
    .nullish(),
  categories: byChannel(z.boolean().nullable()).optional(),
})
export type SetPreferencesInput = z.input<typeof setPreferencesInput>
