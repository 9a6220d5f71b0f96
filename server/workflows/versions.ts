import { desc, eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { workflows, workflowVersions } from '#server/db/schema/workflows.ts'
import { parse } from '#server/parse.ts'
import { definitionOf, keptDefinition, type WorkflowRow } from './definition.ts'
import { noWorkflow } from './locked.ts'
import { type WorkflowDefinition, type WorkflowKeyInput, workflowKeyInput } from './schemas.ts'

/** So many are told, the newest. */
const SHOWN = 200

export interface WorkflowVersion {
  version: number
  definition: WorkflowDefinition
  note: string | null
  /** The version that it brought back. */
  restores: number | null
  authorName: string
  createdAt: Date
}

/** The versions of a workflow, the newest first, at most 200. Throws `forbidden`, `bad_input`, `not_found`. */
export async function workflowHistory(
  { db, actor }: Context,
  raw: WorkflowKeyInput,
): Promise<WorkflowVersion[]> {
  authorise(actor, 'read')
  const { key } = parse(workflowKeyInput, raw)
  const [row] = await db.orm.select().from(workflows).where(eq(workflows.key, key))
  if (!row) throw noWorkflow(key)
  const kept = await versionsOf(db.orm, row.id)
  return kept[0]?.version === row.version ? kept : [current(row), ...kept]
}

/** What was written of them. */
async function versionsOf(orm: Orm, workflowId: string): Promise<WorkflowVersion[]> {
  const rows = await orm
    .select()
    .from(workflowVersions)
    .where(eq(workflowVersions.workflowId, workflowId))
    .orderBy(desc(workflowVersions.version))
    .limit(SHOWN)
  return rows.map(({ version, definition, note, restores, authorName, createdAt }) => ({
    ...{ version, note, restores, authorName, createdAt },
    definition: keptDefinition(definition),
  }))
}

/** Of a row that was never changed since there are versions: it is kept with its first change. */
const current = (row: WorkflowRow): WorkflowVersion => ({
  ...{ version: row.version, definition: definitionOf(row), note: null, restores: null },
  ...{ authorName: row.updatedByName ?? 'Posthorn', createdAt: row.updatedAt },
})
