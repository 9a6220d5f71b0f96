import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { type SuppressInput, suppressInput } from './schemas.ts'

/**
 * Puts an e-mail address on the list by hand: nothing is sent to it any more. Throws `forbidden`, `bad_input`, or
 * `conflict` when it is there already.
 */
export async function suppress(ctx: Context, input: SuppressInput): Promise<{ id: string }> {
  authorise(ctx.actor, 'users')
  const { address, detail } = parse(suppressInput, input)
  const id = newId()
  const at = ctx.clock.now()
  await ctx.db.orm.transaction(async (tx) => {
    const made = await tx
      .insert(suppressions)
      .values({ id, channel: 'email', address, reason: 'manual', detail: detail || null, createdAt: at })
      .onConflictDoNothing()
      .returning({ id: suppressions.id })
    if (made.length === 0) {
      throw new DomainError('conflict', 'This address is suppressed already.', [
        { path: 'address', message: 'is suppressed already' },
      ])
    }
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'suppression.add',
      targetId: id,
      detail: { channel: 'email', domain: domainOf(address) },
      at,
    })
  })
  return { id }
}

/** The audit log outlives the person, so it names no address. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
