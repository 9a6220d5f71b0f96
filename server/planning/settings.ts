import type { Env } from '#server/env.ts'
import type { PlanSettings } from './plan.ts'

/** The language of the built-in templates. */
const DEFAULT_LOCALE = 'en'

/** What planning takes from the environment. */
export const planSettings = ({ mail }: Pick<Env, 'mail'>): PlanSettings => ({
  alertEmail: mail.alertEmail,
  allowTo: mail.allowTo,
  defaultLocale: DEFAULT_LOCALE,
})
