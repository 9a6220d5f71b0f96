import { createHash } from 'node:crypto'
import { valueAt } from './paths.ts'
import type { PlanWorkflow } from './types.ts'

/**
 * What makes two events of a workflow the same, SHA-256 in hex; null: the workflow does not ask, or the event has
 * nothing at the path that it names, so that it is like no other.
 */
export function fingerprintOf(
  workflow: Pick<PlanWorkflow, 'duplicates'>,
  data: Record<string, unknown>,
): string | null {
  if (!workflow.duplicates) return null
  const { path } = workflow.duplicates
  const value = path === null ? data : valueAt(data, path)
  if (value === undefined || value === null || value === '') return null
  return createHash('sha256').update(canonical(value)).digest('hex')
}

/** JSON with sorted names: the same content in another order is the same. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
  return `{${fields.join()}}`
}
