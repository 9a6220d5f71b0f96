import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { categories } from '#server/db/schema/categories.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { releaseHeld } from '#server/preferences/release-held.ts'
import type { Category } from './find.ts'
import { heldTogether } from './rules.ts'
import { type SaveCategoryInput, saveCategoryInput } from './schemas.ts'

/** By these it is decided whether, and when, something of the category goes out. */
const DECIDING = ['critical', 'required', 'emailDefault', 'pushDefault'] as const

/**
 * Changes of a category what is sent; it holds for what waits, too: that is looked at again before it is sent, and what
 * quiet hours hold at once where the change decides about it. Throws
 * `forbidden`, `bad_input`, `not_found`, and `unprocessable` where it would contradict itself.
 */
export async function saveCategory(ctx: Context, raw: SaveCategoryInput): Promise<Category> {
  authorise(ctx.actor, 'admin')
  const { key, ...change } = parse(saveCategoryInput, raw)
  const now = ctx.clock.now()
  return inTransaction(ctx.db, async (db) => {
    const tx = db.orm
    const [before] = await tx.select().from(categories).where(eq(categories.key, key)).for('update')
    if (!before) throw new DomainError('not_found', `There is no category “${key}”.`)
    const sent = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const after: Category = heldTogether({ ...before, ...sent })
    const changed = changesOf(before, after)
    if (Object.keys(changed).length === 0) return before
    await tx
      .update(categories)
      .set({ ...after, updatedAt: now })
      .where(eq(categories.key, key))
    const detail = { changed }
    const audited = { ...actorLabel(ctx.actor), action: 'category.save', targetId: key, detail, at: now }
    await tx.insert(auditLog).values({ id: newId(), ...audited })
    if (DECIDING.some((field) => field in changed)) await releaseHeld(db, { category: key }, now)
    return { ...after, updatedAt: now }
  })
}

/** Each field that changed, as it was and as it is: a category names nobody. */
const changesOf = (before: Category, after: Category): Record<string, { from: unknown; to: unknown }> =>
  Object.fromEntries(
    (Object.keys(after) as (keyof Category)[])
      .filter((field) => after[field] !== before[field])
      .map((field) => [field, { from: before[field], to: after[field] }]),
  )
