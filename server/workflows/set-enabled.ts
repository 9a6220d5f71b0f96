import { eq } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { authorise, type Context } from '#server/context.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { forgetEventTypes } from './api-event-types.ts'
import { lockWorkflow } from './locked.ts'
import { requireTemplate } from './require-template.ts'
import { type SetEnabledInput, setEnabledInput } from './schemas.ts'

/**
 * Switches a workflow on or off; what it planned already goes on. No version: what it does stays the same. Throws
 * `forbidden`, `bad_input`, `not_found`, `conflict` for an archived one, or `unprocessable` when its template is gone.
 */
export async function setWorkflowEnabled(ctx: Context, raw: SetEnabledInput): Promise<{ enabled: boolean }> {
  authorise(ctx.actor, 'admin')
  const { key, enabled } = parse(setEnabledInput, raw)
  await ctx.db.orm.transaction(async (tx) => {
    const row = await lockWorkflow(tx, key)
    if (row.archivedAt) throw new DomainError('conflict', `“${row.name}” is archived.`)
    if (row.enabled === enabled) return
    if (enabled) await requireTemplate(tx, row.templateKey)
    await tx.update(workflows).set({ enabled }).where(eq(workflows.id, row.id))
    await audit(tx, ctx, enabled ? 'workflow.enable' : 'workflow.disable', key)
  })
  forgetEventTypes()
  return { enabled }
}
