import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { parse } from '#server/parse.ts'
import { definitionOf } from './definition.ts'
import { noWorkflow } from './locked.ts'
import { type DuplicateWorkflowInput, duplicateWorkflowInput } from './schemas.ts'
import { insertWorkflow } from './write-version.ts'

/**
 * Makes a workflow of another one's content; it is off. Throws `forbidden`, `bad_input`, `not_found`, or `conflict` when
 * the key is taken.
 */
export async function duplicateWorkflow(ctx: Context, raw: DuplicateWorkflowInput): Promise<{ key: string }> {
  authorise(ctx.actor, 'admin')
  const { from, key, name } = parse(duplicateWorkflowInput, raw)
  await ctx.db.orm.transaction(async (tx) => {
    const [row] = await tx.select().from(workflows).where(eq(workflows.key, from))
    if (!row) throw noWorkflow(from)
    await insertWorkflow(tx, ctx, key, { ...definitionOf(row), name }, from)
  })
  return { key }
}
