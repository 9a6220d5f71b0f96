import { z } from 'zod'
import { channels } from '#server/db/schema/deliveries.ts'
import { language, timezone } from '#server/users/locality.ts'

const channel = z.enum(channels, 'is not a channel')
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00')

/** What a recipient changed on their own page; what is not named stays. */
export const recipientChoices = z.object({
  /** Whole channels. */
  channels: z.partialRecord(channel, z.boolean()).optional(),
  categories: z
    .array(z.object({ key: z.string().min(1).max(100), channel, on: z.boolean() }))
    .max(500)
    .optional(),
  /** Null: none. */
  quietHours: z
    .object({ start: time, end: time })
    .refine(({ start, end }) => start !== end, { path: ['end'], message: 'must differ from the start' })
    .nullish(),
  /** Null: whatever the senders write in. */
  language: language.nullish(),
  /** Null: where the senders are. */
  timezone: timezone.nullish(),
})
export type RecipientChoices = z.input<typeof recipientChoices>
