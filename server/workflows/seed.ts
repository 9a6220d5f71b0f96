import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { workflows, workflowVersions } from '#server/db/schema/workflows.ts'
import { definitionOf } from './definition.ts'
import { workflowSeeds } from './seeds.ts'

/** Inserts the built-in workflows that are not there, each with its version 1; those that are there stay as they are. */
export async function seedWorkflows(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  await ctx.db.orm.transaction(async (tx) => {
    const made = await tx
      .insert(workflows)
      .values(workflowSeeds.map((seed) => ({ ...seed, id: newId(), createdAt: now, updatedAt: now })))
      .onConflictDoNothing({ target: workflows.key })
      .returning()
    if (made.length === 0) return
    await tx.insert(workflowVersions).values(
      made.map((row) => ({
        ...{ workflowId: row.id, version: row.version, definition: { ...definitionOf(row) } },
        ...{ author: 'system', authorName: 'Posthorn', createdAt: now },
      })),
    )
  })
}
