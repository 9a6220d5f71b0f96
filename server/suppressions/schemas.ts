import { z } from 'zod'

// Usable by the client: no import of the tables' modules, whose code would come along.
export const suppressionReason = z.enum(['hard_bounce', 'complaint', 'unsubscribed', 'manual'])

const words = (max: number) =>
  z
    .string()
    .max(max, `has at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .trim()

export const suppressionsInput = z.object({
  /** Part of the address. */
  q: words(200).nullish(),
  reason: suppressionReason.nullish(),
  cursor: z.uuid().nullish(),
  direction: z.enum(['next', 'previous']).default('next'),
  limit: z.int().min(1).max(200).default(50),
})
export type SuppressionsInput = z.input<typeof suppressionsInput>

export const suppressInput = z.object({
  address: z.string().trim().toLowerCase().pipe(z.email('must be an e-mail address').max(254)),
  /** Why, in words. */
  detail: words(500).nullish(),
})
export type SuppressInput = z.input<typeof suppressInput>

export const unsuppressInput = z.object({ id: z.uuid() })
export type UnsuppressInput = z.input<typeof unsuppressInput>
