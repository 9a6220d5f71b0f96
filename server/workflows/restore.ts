import { eq } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { authorise, type Context } from '#server/context.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { parse } from '#server/parse.ts'
import { lockWorkflow } from './locked.ts'
import { type WorkflowKeyInput, workflowKeyInput } from './schemas.ts'

/** Takes a workflow out of the archive; it stays off. Throws `forbidden`, `bad_input`, `not_found`. */
export async function restoreWorkflow(ctx: Context, raw: WorkflowKeyInput): Promise<{ key: string }> {
  authorise(ctx.actor, 'admin')
  const { key } = parse(workflowKeyInput, raw)
  await ctx.db.orm.transaction(async (tx) => {
    const row = await lockWorkflow(tx, key)
    if (!row.archivedAt) return
    await tx.update(workflows).set({ archivedAt: null }).where(eq(workflows.id, row.id))
    await audit(tx, ctx, 'workflow.restore', key)
  })
  return { key }
}
