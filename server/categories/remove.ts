import { and, asc, eq, isNull } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { categories } from '#server/db/schema/categories.ts'
import { templates } from '#server/db/schema/templates.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { categoryPath } from './schemas.ts'

/**
 * Removes a category of one's own; what users chose for it stays, and holds again should it come back. Throws
 * `forbidden`, `not_found`, and `conflict` when it is a built-in one, or named by workflows or templates: it says which.
 */
export async function removeCategory(ctx: Context, raw: { key: string }): Promise<void> {
  authorise(ctx.actor, 'admin')
  const { key } = parse(categoryPath, raw)
  await ctx.db.orm.transaction(async (tx) => {
    const [category] = await tx.select().from(categories).where(eq(categories.key, key)).for('update')
    if (!category) throw new DomainError('not_found', `There is no category “${key}”.`)
    if (category.builtIn) {
      throw new DomainError(
        'conflict',
        `“${category.name}” came with Posthorn: it can be changed, not deleted.`,
      )
    }
    const users = await namersOf(tx, key)
    if (users.length > 0) {
      throw new DomainError(
        'conflict',
        `“${category.name}” is used by ${listed(users)}. Give them another category first.`,
      )
    }
    await tx.delete(categories).where(eq(categories.key, key))
    const detail = { name: category.name }
    const audited = { ...actorLabel(ctx.actor), action: 'category.remove', targetId: key, detail }
    await tx.insert(auditLog).values({ id: newId(), ...audited, at: ctx.clock.now() })
  })
}

async function namersOf(orm: Orm, key: string): Promise<string[]> {
  const flows = await orm
    .select({ name: workflows.name })
    .from(workflows)
    .where(and(eq(workflows.category, key), isNull(workflows.archivedAt)))
    .orderBy(asc(workflows.key))
  const mails = await orm
    .select({ key: templates.key })
    .from(templates)
    .where(and(eq(templates.category, key), isNull(templates.archivedAt)))
    .orderBy(asc(templates.key))
  return [
    ...flows.map(({ name }) => `the workflow “${name}”`),
    ...mails.map((mail) => `the template “${mail.key}”`),
  ]
}

const SHOWN = 3

/** `the workflow “Orders”, the template “a” and 4 more`. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '')
}
