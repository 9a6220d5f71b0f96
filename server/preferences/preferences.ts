import type { preferences } from '#server/db/schema/users.ts'
import { type PreferencesChange, quietHoursIssue } from './schemas.ts'

/** What a user chose. */
export type Preferences = Omit<typeof preferences.$inferSelect, 'userId' | 'updatedAt'>

/** Of a user who chose nothing. */
export const defaultPreferences: Preferences = {
  emailEnabled: true,
  pushEnabled: true,
  quietHoursStart: null,
  quietHoursEnd: null,
  categories: {},
}

/** `before` with what was sent; and what is wrong with the quiet hours that result. */
export function changedPreferences(before: Preferences, change: PreferencesChange) {
  const after: Preferences = {
    emailEnabled: change.email_enabled ?? before.emailEnabled,
    pushEnabled: change.push_enabled ?? before.pushEnabled,
    quietHoursStart:
      change.quiet_hours_start === undefined ? before.quietHoursStart : change.quiet_hours_start,
    quietHoursEnd: change.quiet_hours_end === undefined ? before.quietHoursEnd : change.quiet_hours_end,
    categories: change.categories ?? before.categories,
  }
  const issue = quietHoursIssue({
    quiet_hours_start: after.quietHoursStart,
    quiet_hours_end: after.quietHoursEnd,
  })
  return { after, issue }
}
