import type { Env } from '#server/env.ts'
import type { PlanSettings } from './types.ts'

/** The language of the built-in templates. */
const DEFAULT_LOCALE = 'en'

/** What planning takes from the environment. */
export const planSettings = ({
  mail,
  defaultTimezone,
}: Pick<Env, 'mail' | 'defaultTimezone'>): PlanSettings => ({
  alertEmail: mail.alertEmail,
  allowTo: mail.allowTo,
  defaultLocale: DEFAULT_LOCALE,
  defaultTimezone,
})
