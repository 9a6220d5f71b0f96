import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { requireTemplate } from './require-template.ts'
import { type CreateWorkflowInput, createWorkflowInput } from './schemas.ts'
import { insertWorkflow } from './write-version.ts'

/**
 * Makes a workflow; it is off until somebody switches it on. Throws `forbidden`, `bad_input`, `conflict` when the key is
 * taken, or `unprocessable` when there is no such template.
 */
export async function createWorkflow(ctx: Context, raw: CreateWorkflowInput): Promise<{ key: string }> {
  authorise(ctx.actor, 'admin')
  const { key, definition } = parse(createWorkflowInput, raw)
  await ctx.db.orm.transaction(async (tx) => {
    await requireTemplate(tx, definition.templateKey)
    await insertWorkflow(tx, ctx, key, definition)
  })
  return { key }
}
