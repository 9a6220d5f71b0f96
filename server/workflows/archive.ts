import { eq } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { authorise, type Context } from '#server/context.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { forgetEventTypes } from './api-event-types.ts'
import { lockWorkflow } from './locked.ts'
import { type WorkflowKeyInput, workflowKeyInput } from './schemas.ts'

/**
 * Archives a workflow: it starts nothing more, and what it planned goes on. It is switched off with it, so that whoever
 * brings it back decides when it begins. Throws `forbidden`, `bad_input`, `not_found`, `conflict` when it is archived.
 */
export async function archiveWorkflow(ctx: Context, raw: WorkflowKeyInput): Promise<{ key: string }> {
  authorise(ctx.actor, 'admin')
  const { key } = parse(workflowKeyInput, raw)
  await ctx.db.orm.transaction(async (tx) => {
    const row = await lockWorkflow(tx, key)
    if (row.archivedAt) throw new DomainError('conflict', `“${row.name}” is archived already.`)
    await tx
      .update(workflows)
      .set({ archivedAt: ctx.clock.now(), enabled: false })
      .where(eq(workflows.id, row.id))
    await audit(tx, ctx, 'workflow.archive', key)
  })
  forgetEventTypes()
  return { key }
}
