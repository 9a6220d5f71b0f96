import { z } from 'zod'

// Payloads carry ids, never data. A new field is optional: old jobs outlive a deploy.
const ids = z.object({ ids: z.array(z.uuid()).min(1) })

/** Every task of the queue, with the schema of its payload. */
export const tasks = {
  /** Notifications to plan; from SQL as a bare array, for such the queue joins under one job key. */
  'notifications.plan': z.union([ids, ids.shape.ids.transform((bare) => ({ ids: bare }))]),
  /** Deliveries of the channel `email` that are due. */
  'notifications.email': ids,
  /** Makes the partitions of the coming months. */
  'maintenance.partitions': z.object({}).loose(),
  /** Deletes expired idempotency keys. */
  'maintenance.idempotency_keys': z.object({}).loose(),
} as const

export type TaskName = keyof typeof tasks
export type TaskPayload<Name extends TaskName> = z.infer<(typeof tasks)[Name]>
