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

const unset = {
  ...{ description: null, eventType: null, sender: null, replyTo: null, critical: false, conditions: null },
  ...{ delayS: null, throttle: null, duplicates: null, digest: null, fallback: null, push: null },
}

/** What a version holds, as it was written: fields of later have their default, and what is refused today may stand in it. */
export const keptDefinition = (kept: Record<string, unknown>) => ({ ...unset, ...kept }) as WorkflowDefinition
