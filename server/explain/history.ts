import type { Database } from '#server/db/client.ts'
import type { PlanInput } from '#server/planning/types.ts'

/** With what happened before, where a workflow asks. */
export async function withHistory(_db: Database, input: PlanInput): Promise<PlanInput> {
  return input
}
