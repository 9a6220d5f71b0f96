import { eq } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { actorLabel, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { workflows, workflowVersions } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import { definitionOf, type WorkflowRow } from './definition.ts'
import type { WorkflowDefinition } from './schemas.ts'

/** Makes a workflow, off, with its version 1 and the audit row. Throws `conflict` when the key is taken. */
export async function insertWorkflow(
  tx: Orm,
  ctx: Context,
  key: string,
  definition: WorkflowDefinition,
  from: string | null = null,
): Promise<void> {
  const now = ctx.clock.now()
  const { actor, actorName } = actorLabel(ctx.actor)
  const [row] = await tx
    .insert(workflows)
    .values({
      ...definition,
      ...{ id: newId(), key, enabled: false, version: 1, updatedByName: actorName },
      ...{ createdAt: now, updatedAt: now },
    })
    .onConflictDoNothing({ target: workflows.key })
    .returning()
  if (!row) throw keyTaken(key)
  await tx.insert(workflowVersions).values({
    ...{
      workflowId: row.id,
      version: 1,
      definition: { ...definition },
      author: actor,
      authorName: actorName,
    },
    createdAt: now,
  })
  await audit(tx, ctx, 'workflow.create', key, from === null ? {} : { from })
}

/** Writes the version after the row's, with its audit row; on the caller's transaction, the row locked. */
export async function writeNextVersion(
  tx: Orm,
  ctx: Context,
  row: WorkflowRow,
  definition: WorkflowDefinition,
  { note = null, restores = null }: { note?: string | null; restores?: number | null } = {},
): Promise<number> {
  const now = ctx.clock.now()
  const { actor, actorName } = actorLabel(ctx.actor)
  const version = row.version + 1
  await keepCurrent(tx, row)
  await tx
    .update(workflows)
    .set({ ...definition, version, updatedByName: actorName, updatedAt: now })
    .where(eq(workflows.id, row.id))
  await tx.insert(workflowVersions).values({
    ...{ workflowId: row.id, version, definition: { ...definition }, note: note || null, restores },
    ...{ author: actor, authorName: actorName, createdAt: now },
  })
  await audit(tx, ctx, restores === null ? 'workflow.save' : 'workflow.rollback', row.key, {
    version,
    ...(restores !== null && { restores }),
  })
  return version
}

/** Rows of before there were versions have none yet: what they hold is kept before it is changed. */
async function keepCurrent(tx: Orm, row: WorkflowRow): Promise<void> {
  await tx
    .insert(workflowVersions)
    .values({
      ...{ workflowId: row.id, version: row.version, definition: { ...definitionOf(row) } },
      ...{ author: 'system', authorName: row.updatedByName ?? 'Posthorn', createdAt: row.updatedAt },
    })
    .onConflictDoNothing()
}

function keyTaken(key: string): DomainError {
  const message = 'is the key of another workflow, maybe of an archived one'
  return new DomainError('conflict', `“${key}” ${message}.`, [{ path: 'key', message }])
}
