import type { workflows } from '#server/db/schema/workflows.ts'
import type { WorkflowDefinition } from './schemas.ts'

export type WorkflowRow = typeof workflows.$inferSelect

/** What people edit of a workflow, as its row has it. */
export const definitionOf = (row: WorkflowRow): WorkflowDefinition => ({
  name: row.name,
  description: row.description,
  eventType: row.eventType,
  sources: row.sources,
  category: row.category,
  channels: row.channels,
  templateKey: row.templateKey,
  recipients: row.recipients,
  sender: row.sender,
  replyTo: row.replyTo,
  retry: row.retry,
  critical: row.critical,
  conditions: row.conditions,
  delayS: row.delayS,
  throttle: row.throttle,
  duplicates: row.duplicates,
  digest: row.digest,
  fallback: row.fallback,
  push: row.push,
})
