import { z } from 'zod'

// Usable by the client: no import of the tables' modules, whose code would come along.
export const memberRole = z.enum(['viewer', 'author', 'operator', 'admin'])

export const newMember = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(254).toLowerCase(),
  /** better-auth's own bounds. */
  password: z.string().min(8).max(128),
  role: memberRole,
})
export type NewMember = z.input<typeof newMember>
