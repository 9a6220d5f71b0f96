import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { allCategories } from './find.ts'
import { type OrderCategoriesInput, orderCategoriesInput } from './schemas.ts'

/**
 * Puts the categories into another order, here and on the recipient's page. Throws `forbidden`, `bad_input`, and
 * `conflict` when others are there than those that were named.
 */
export async function orderCategories(ctx: Context, raw: OrderCategoriesInput): Promise<void> {
  authorise(ctx.actor, 'admin')
  const { keys } = parse(orderCategoriesInput, raw)
  await inTransaction(ctx.db, async (tx) => {
    // Locked in the order of the keys: two who order at once wait for each other.
    await tx.sql`select 1 from categories order by key for update`
    const there = (await allCategories(tx.orm)).map(({ key }) => key)
    if (there.toSorted().join() !== keys.toSorted().join()) {
      throw new DomainError('conflict', 'Somebody else changed the categories meanwhile. Look at them again.')
    }
    if (there.join() === keys.join()) return
    await tx.sql`
      update categories c set position = o.position, updated_at = ${ctx.clock.now().toISOString()}
      from unnest(${keys}::text[]) with ordinality as o (key, position) where c.key = o.key`
    const audited = { ...actorLabel(ctx.actor), action: 'category.order', targetId: 'categories' }
    await tx.orm.insert(auditLog).values({ id: newId(), ...audited, detail: { keys }, at: ctx.clock.now() })
  })
}
