import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import { partsOf } from './parts.ts'

export interface Difference {
  path: keyof WorkflowDefinition
  label: string
  before: string[]
  after: string[]
}

/** What differs between two versions of a workflow, field by field, in words. */
export function differences(before: WorkflowDefinition, after: WorkflowDefinition): Difference[] {
  const now = partsOf(after)
  return partsOf(before).flatMap(({ path, label, lines }, index) => {
    const changed = now[index]?.lines ?? []
    return lines.join('\n') === changed.join('\n') ? [] : [{ path, label, before: lines, after: changed }]
  })
}
