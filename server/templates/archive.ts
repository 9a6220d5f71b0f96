import { and, eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { templates } from '#server/db/schema/templates.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { noTemplate } from './missing.ts'
import { lockTemplate } from './next-version.ts'
import { templatePath } from './schemas.ts'

/**
 * Archives a template: nothing new is sent by it, and what was planned and sent stays. Throws `forbidden`, `bad_input`,
 * `not_found` for one that is not there or is archived already, or `conflict` for a template of git and for one that
 * an enabled workflow sends.
 */
export async function archiveTemplate(
  ctx: Context,
  raw: { template_key: string },
): Promise<{ key: string; archivedAt: Date }> {
  authorise(ctx.actor, 'templates')
  const { template_key: key } = parse(templatePath, raw)
  const archivedAt = ctx.clock.now()
  await ctx.db.orm.transaction(async (tx) => {
    const { template } = await lockTemplate(tx, key)
    if (template.archivedAt) throw noTemplate(key)
    const senders = await tx
      .select({ key: workflows.key })
      .from(workflows)
      .where(and(eq(workflows.templateKey, key), eq(workflows.enabled, true)))
    if (senders.length > 0) {
      const named = senders.map((sender) => `“${sender.key}”`).join(', ')
      throw new DomainError('conflict', `The template “${key}” is what the workflow ${named} sends.`)
    }
    await tx.update(templates).set({ archivedAt }).where(eq(templates.key, key))
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'template.archive',
      targetId: key,
      detail: {},
      at: archivedAt,
    })
  })
  return { key, archivedAt }
}
