import { sql } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { categories } from '#server/db/schema/categories.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { releaseHeld } from '#server/preferences/release-held.ts'
import { heldTogether } from './rules.ts'
import { type CreateCategoryInput, createCategoryInput } from './schemas.ts'

/**
 * A category of one's own, the last in the order; what waits under its key is looked at again. Throws `forbidden`,
 * `bad_input`, `unprocessable` where it contradicts itself, and `conflict` when there is one with this key.
 */
export async function createCategory(ctx: Context, raw: CreateCategoryInput): Promise<{ key: string }> {
  authorise(ctx.actor, 'admin')
  const category = heldTogether(parse(createCategoryInput, raw))
  const now = ctx.clock.now()
  return inTransaction(ctx.db, async (db) => {
    const tx = db.orm
    const made = await tx
      .insert(categories)
      .values({
        ...category,
        builtIn: false,
        position: sql`(select coalesce(max(position), 0) + 1 from ${categories})`,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning({ key: categories.key })
    if (made.length === 0) {
      throw new DomainError('conflict', `There is a category “${category.key}” already.`, [
        { path: 'key', message: 'is taken' },
      ])
    }
    const { key, ...detail } = category
    const audited = { ...actorLabel(ctx.actor), action: 'category.create', targetId: key, detail, at: now }
    await tx.insert(auditLog).values({ id: newId(), ...audited })
    await releaseHeld(db, { category: key }, now)
    return { key }
  })
}
