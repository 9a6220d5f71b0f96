import { z } from 'zod'
import { oneLine } from '#server/one-line.ts'
import { newPreferences, preferencesChange } from '#server/preferences/schemas.ts'
import { language, timezone } from './locality.ts'

// Fields as callers write them, so that a bad one is named as it was sent. Unknown fields are ignored: callers of the
// old user service send more than is kept here.

/** RFC 5321, 4.5.3.1.3: a path has 256 octets, its brackets included. */
const emailAddress = z
  .email('must be an e-mail address')
  .max(254, 'must be an e-mail address')
  .describe('Kept as it is written; upper and lower case are the same.')

/** ITU-T E.164: at most 15 digits. Kept as it was written, with spaces, dots, brackets and hyphens. */
const phoneNumber = oneLine(40)
  .refine(
    (text) => /^\+?[\d\s().-]+$/.test(text) && /^\d{5,15}$/.test(text.replaceAll(/\D/g, '')),
    'must be a telephone number of 5 to 15 digits, such as +49 30 901820',
  )
  .describe('5 to 15 digits (E.164); spaces, dots, brackets and hyphens are kept.')

const externalId = oneLine(200).describe('The caller’s own id of this person; `ext:<external_id>` in paths.')
const name = oneLine(200)

export const createUserInput = z.object({
  email_address: emailAddress,
  phone_number: phoneNumber.nullish(),
  preferred_language: language.nullish(),
  preferences: newPreferences.nullish(),
  external_id: externalId.nullish(),
  name: name.nullish(),
  timezone: timezone.nullish(),
  notify: z
    .boolean()
    .nullish()
    .describe('Sends the welcome mail, also while the workflow of `user.created` is off.'),
})
export type CreateUserInput = z.input<typeof createUserInput>

/** Only what is sent is changed; null clears what may be without a value. */
export const updateUserInput = z.object({
  email_address: emailAddress.optional(),
  phone_number: phoneNumber.nullish(),
  preferred_language: language.nullish(),
  preferences: preferencesChange.optional(),
  external_id: externalId.nullish(),
  name: name.nullish(),
  timezone: timezone.nullish(),
})
export type UpdateUserInput = z.input<typeof updateUserInput>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const EXTERNAL = 'ext:'

/** How a user is named in a path: the id, or `ext:` and the external id. */
export const userReference = z
  .string()
  .max(EXTERNAL.length + 200, 'must be a UUID, or ext: and an external id')
  .regex(/^\P{Cc}*$/u, 'must not contain control characters')
  .refine(
    (text) => uuid.test(text) || (text.startsWith(EXTERNAL) && text.length > EXTERNAL.length),
    'must be a UUID, or ext: and an external id',
  )
  .describe('The user’s id, or `ext:` and the external id.')

export const userPath = z.object({ user_id: userReference })

/** What a reference names. */
export const referenced = (reference: string): { id: string } | { externalId: string } =>
  reference.startsWith(EXTERNAL)
    ? { externalId: reference.slice(EXTERNAL.length) }
    : { id: reference.toLowerCase() }

const search = z
  .string()
  .trim()
  .max(254, 'must have at most 254 characters')
  .regex(/^\P{Cc}*$/u, 'must not contain control characters')

export const listUsersInput = z.object({
  q: search
    .optional()
    .describe('The beginning of an e-mail address, of an external id, or of words of a name.'),
  page: z.int().min(1).optional(),
  limit: z.int().min(1).max(200).default(50),
  /** In place of `page`: users after this one, in the order of the list (newest first). */
  cursor: z.uuid('must be a next_cursor of this list').optional(),
})
export type ListUsersInput = z.input<typeof listUsersInput>

/** A page of the dashboard's list, newest first: users older (`next`) or newer (`previous`) than the cursor. */
export const browseUsersInput = z.object({
  q: search.nullish(),
  cursor: z.uuid().nullish(),
  direction: z.enum(['next', 'previous']).default('next'),
  limit: z.int().min(1).max(200).default(50),
})
export type BrowseUsersInput = z.input<typeof browseUsersInput>

/** A user by the id, as the dashboard's pages have it. */
export const oneUser = z.object({ id: z.uuid().toLowerCase() })
export type OneUserInput = z.input<typeof oneUser>

export const userHistoryInput = z.object({
  ...oneUser.shape,
  /** Notifications older than this one. */
  cursor: z.uuid().nullish(),
  limit: z.int().min(1).max(100).default(20),
})
export type UserHistoryInput = z.input<typeof userHistoryInput>

export const removeSubscriptionInput = z.object({ ...oneUser.shape, subscriptionId: z.uuid() })
export type RemoveSubscriptionInput = z.input<typeof removeSubscriptionInput>
