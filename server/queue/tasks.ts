import { z } from 'zod'

// Payloads carry ids, never data. A new field is optional: old jobs outlive a deploy.
const ids = z.object({ ids: z.array(z.uuid()).min(1) })

/** Mails a member the link of an invitation or of a password reset. `mailId`: of this one mail, whatever the try. */
const memberMail = z.union([
  z.object({ invitationId: z.uuid(), mailId: z.uuid() }),
  z.object({ resetId: z.uuid(), mailId: z.uuid() }),
])

/** Every task of the queue, with the schema of its payload. */
export const tasks = {
  /** Notifications to plan; from SQL as a bare array, for such the queue joins under one job key. */
  'notifications.plan': z.union([ids, ids.shape.ids.transform((bare) => ({ ids: bare }))]),
  /** Deliveries of the channel `email` that are due. */
  'notifications.email': ids,
  /** Deliveries of the channel `push` that are due. */
  'notifications.push': ids,
  'members.mail': memberMail,
  /** Renders a draft on the payloads of the past. */
  'templates.backtest': z.object({ id: z.uuid() }),
  /** Makes the partitions of the coming months. */
  'maintenance.partitions': z.object({}).loose(),
  /** Deletes expired idempotency keys. */
  'maintenance.idempotency_keys': z.object({}).loose(),
  /** Deletes old counts of webhook sources. */
  'maintenance.source_traffic': z.object({}).loose(),
  /** Counts again what templates and workflows sent in the last hours. */
  'templates.traffic': z.object({}).loose(),
  /** Removes what tests of templates sent, and looks after backtests. */
  'maintenance.templates': z.object({}).loose(),
  /** Erases the sensitive values of notifications that have ended. */
  'templates.erase_sensitive': z.object({}).loose(),
  /** Takes in a CSV file of users. */
  'users.import': z.object({ id: z.uuid() }),
  /** Deletes old files of users, and what planning remembers too long. */
  'maintenance.users': z.object({}).loose(),
  /** Ends the erasing of users that were deleted. */
  'users.erase': z.object({}).loose(),
} as const

export type TaskName = keyof typeof tasks
export type TaskPayload<Name extends TaskName> = z.infer<(typeof tasks)[Name]>
