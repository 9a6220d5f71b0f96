import { and, eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { workflowVersions } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { forgetEventTypes } from './api-event-types.ts'
import { lockVersion } from './locked.ts'
import { requireTemplate } from './require-template.ts'
import {
  type RestoreVersionInput,
  restoreVersionInput,
  type WorkflowDefinition,
  workflowDefinition,
} from './schemas.ts'
import { writeNextVersion } from './write-version.ts'

/**
 * Brings an older version back, as the next. Throws `forbidden`, `bad_input`, `not_found`, `conflict` when somebody else
 * has saved since, or `unprocessable` when the template of the older one is gone, or the rules of today refuse it.
 */
export async function restoreWorkflowVersion(
  ctx: Context,
  raw: RestoreVersionInput,
): Promise<{ version: number }> {
  authorise(ctx.actor, 'admin')
  const { key, version, restores } = parse(restoreVersionInput, raw)
  const saved = await ctx.db.orm.transaction(async (tx) => {
    const row = await lockVersion(tx, key, version)
    const [kept] = await tx
      .select({ definition: workflowVersions.definition })
      .from(workflowVersions)
      .where(and(eq(workflowVersions.workflowId, row.id), eq(workflowVersions.version, restores)))
    if (!kept || restores === row.version) {
      const message = `“${row.name}” has no older version ${restores}.`
      throw new DomainError('not_found', message, [{ path: 'restores', message }])
    }
    const definition = allowed(kept.definition, restores)
    await requireTemplate(tx, definition.templateKey)
    return { version: await writeNextVersion(tx, ctx, row, definition, { restores }) }
  })
  forgetEventTypes()
  return saved
}

/** It was valid when it was written; rules may have come since. */
function allowed(kept: Record<string, unknown>, version: number): WorkflowDefinition {
  const parsed = workflowDefinition.safeParse(kept)
  if (parsed.success) return parsed.data
  const why = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
  throw new DomainError('unprocessable', `Version ${version} can’t be brought back as it was: ${why}.`)
}
