import { z } from 'zod'

export const newMember = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(254).toLowerCase(),
  /** better-auth's own bounds. */
  password: z.string().min(8).max(128),
})
export type NewMember = z.input<typeof newMember>
