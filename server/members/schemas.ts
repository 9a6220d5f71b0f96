import { z } from 'zod'
import { oneLine } from '#server/one-line.ts'

// Usable by the client: no import of the tables' modules, whose code would come along.
export const memberRole = z.enum(['viewer', 'author', 'operator', 'admin'])

/** better-auth's own bounds. */
export const password = z.string().min(8, 'must have at least 8 characters').max(128)

const name = oneLine(200)
const email = z.email('is not an e-mail address').max(254).toLowerCase()
const token = z.string().max(200)

export const newMember = z.object({ name, email, password, role: memberRole })
export type NewMember = z.input<typeof newMember>

export const invitation = z.object({ email, role: memberRole })
export type InvitationInput = z.input<typeof invitation>

export const acceptance = z.object({ token, name, password })
export type AcceptanceInput = z.input<typeof acceptance>

/** A member, an invitation or a session. */
export const byId = z.object({ id: z.uuid() })

export const newRole = z.object({ id: z.uuid(), role: memberRole })
export type NewRole = z.input<typeof newRole>

export const newName = z.object({ name })

export const resetRequest = z.object({ email })

export const newPassword = z.object({ token, password })
export type NewPassword = z.input<typeof newPassword>

export const passwordChange = z.object({ current: z.string().min(1, 'is required').max(128), password })
export type PasswordChange = z.input<typeof passwordChange>
