import { z } from 'zod'
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

/** As it is sent, and as it is shown for an example. */
export const exampleUser = {
  email_address: 'ada@example.com',
  phone_number: '+44 20 7946 0958',
  preferred_language: 'en-GB',
  preferences: {
    email_enabled: true,
    push_enabled: true,
    quiet_hours_start: '22:00',
    quiet_hours_end: '08:00',
    categories: { orders: { push: false } },
  },
  external_id: 'P9',
  name: 'Ada Lovelace',
  timezone: 'Europe/London',
}

/** The same as it is answered. */
export const exampleAnswer: z.input<typeof user> = {
  user_id: '0198f3c2-6b1e-7c44-9a51-2f0d8e7a1b33',
  ...exampleUser,
  created_at: '2026-11-21T09:30:00.000Z',
  updated_at: '2026-11-21T09:30:00.000Z',
}
