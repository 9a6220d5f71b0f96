import { newId } from '#server/db/ids.ts'
import type { auditLog } from '#server/db/schema/access.ts'

/**
 * The audit log's line of what a recipient did on their own page. `target`: `recipientKey`, or a suppression's id. The
 * log outlives the person, so it names no address.
 */
export const recipientDid = (
  action: 'recipient.unsubscribe' | 'recipient.resubscribe' | 'recipient.choose',
  entry: { target: string; detail: Record<string, unknown>; at: Date },
): typeof auditLog.$inferInsert => ({
  id: newId(),
  actor: 'recipient',
  actorName: 'a recipient',
  action,
  targetId: entry.target,
  detail: entry.detail,
  at: entry.at,
})
