import { z } from '@hono/zod-openapi'
import type { Preferences } from '#server/preferences/preferences.ts'
import type { UserProfile } from '#server/users/profile.ts'

const choice = z.object({ email: z.boolean().optional(), push: z.boolean().optional() })

export const preferences = z
  .object({
    email_enabled: z.boolean(),
    push_enabled: z.boolean(),
    quiet_hours_start: z.string().nullable(),
    quiet_hours_end: z.string().nullable(),
    categories: z.record(z.string(), choice),
  })
  .meta({ id: 'Preferences' })

export const user = z
  .object({
    user_id: z.uuid(),
    email_address: z.string().nullable(),
    phone_number: z.string().nullable(),
    preferred_language: z.string().nullable(),
    preferences,
    external_id: z.string().nullable(),
    name: z.string().nullable(),
    timezone: z.string().nullable().meta({ description: 'Null: `DEFAULT_TIMEZONE`.' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'User' })

/** Preferences as the contract writes them. */
export const toPreferences = (chosen: Preferences): z.input<typeof preferences> => ({
  email_enabled: chosen.emailEnabled,
  push_enabled: chosen.pushEnabled,
  quiet_hours_start: chosen.quietHoursStart,
  quiet_hours_end: chosen.quietHoursEnd,
  categories: chosen.categories,
})

/** A user as the contract writes it. */
export const toUser = (found: UserProfile): z.input<typeof user> => ({
  user_id: found.id,
  email_address: found.email,
  phone_number: found.phone,
  preferred_language: found.language,
  preferences: toPreferences(found.preferences),
  external_id: found.externalId,
  name: found.name,
  timezone: found.timezone,
  created_at: found.createdAt.toISOString(),
  updated_at: found.updatedAt.toISOString(),
})
