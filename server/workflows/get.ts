import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { parse } from '#server/parse.ts'
import { definitionOf } from './definition.ts'
import { noWorkflow } from './locked.ts'
import { type WorkflowDefinition, type WorkflowKeyInput, workflowKeyInput } from './schemas.ts'
import { type WarningSettings, type WorkflowWarning, warningsOf } from './warnings.ts'

export interface WorkflowDetail {
  id: string
  key: string
  version: number
  enabled: boolean
  archivedAt: Date | null
  updatedAt: Date
  /** Null: it is as it came with Posthorn. */
  updatedByName: string | null
  definition: WorkflowDefinition
  /** What hinders nobody from saving, and probably is not meant. */
  warnings: WorkflowWarning[]
}

/** One workflow, whole. Throws `forbidden`, `bad_input`, `not_found`. */
export async function getWorkflow(
  { db, actor }: Context,
  settings: WarningSettings,
  raw: WorkflowKeyInput,
): Promise<WorkflowDetail> {
  authorise(actor, 'read')
  const { key } = parse(workflowKeyInput, raw)
  const [row] = await db.orm.select().from(workflows).where(eq(workflows.key, key))
  if (!row) throw noWorkflow(key)
  const definition = definitionOf(row)
  const { id, version, enabled, archivedAt, updatedAt, updatedByName } = row
  return {
    ...{ id, key, version, enabled, archivedAt, updatedAt, updatedByName, definition },
    warnings: await warningsOf(db.orm, key, definition, settings),
  }
}
