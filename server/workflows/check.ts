import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { type CheckWorkflowInput, checkWorkflowInput } from './schemas.ts'
import { type WarningSettings, type WorkflowWarning, warningsOf } from './warnings.ts'

/** What would be odd about a workflow if it were saved so; nothing is stored. Throws `forbidden`, `bad_input`. */
export async function checkWorkflow(
  { db, actor }: Context,
  settings: WarningSettings,
  raw: CheckWorkflowInput,
): Promise<WorkflowWarning[]> {
  authorise(actor, 'admin')
  const { key, definition } = parse(checkWorkflowInput, raw)
  return warningsOf(db.orm, key, definition, settings)
}
