import { z } from 'zod'

/** What a column may fill, by the names of the API, and what people call it. */
export const importFields = {
  email_address: 'E-mail',
  external_id: 'External id',
  name: 'Name',
  phone_number: 'Phone',
  preferred_language: 'Language',
  timezone: 'Time zone',
  email_enabled: 'E-mail on or off',
  push_enabled: 'Push on or off',
  quiet_hours_start: 'Quiet hours from',
  quiet_hours_end: 'Quiet hours to',
} as const
export type ImportField = keyof typeof importFields
export const importFieldNames = Object.keys(importFields) as ImportField[]

/** Of a file. */
export const IMPORT_BYTES_MAX = 64 * 1024 * 1024
export const IMPORT_ROWS_MAX = 1_000_000

export const importId = z.object({ id: z.uuid('must be the id of an import') })
export type ImportIdInput = z.input<typeof importId>

export const importSettings = importId.extend({
  /** Column of the file → field; columns that are not named are left out. */
  mapping: z.record(z.string(), z.enum(importFieldNames, `must be one of ${importFieldNames.join(', ')}`)),
  updateExisting: z.boolean(),
})
export type ImportSettingsInput = z.input<typeof importSettings>
