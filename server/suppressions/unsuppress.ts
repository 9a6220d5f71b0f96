import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { type UnsuppressInput, unsuppressInput } from './schemas.ts'
import { domainOf } from './suppress.ts'

/** Takes an address off the list: mail goes to it again from now on. Throws `forbidden`, `not_found`. */
export async function unsuppress(ctx: Context, input: UnsuppressInput): Promise<{ address: string }> {
  authorise(ctx.actor, 'users')
  const { id } = parse(unsuppressInput, input)
  return ctx.db.orm.transaction(async (tx) => {
    const [gone] = await tx.delete(suppressions).where(eq(suppressions.id, id)).returning()
    if (!gone) throw new DomainError('not_found', 'This address is not suppressed any more.')
    const { channel, address, reason } = gone
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'suppression.remove',
      targetId: id,
      detail: { channel, domain: domainOf(address), reason },
      at: ctx.clock.now(),
    })
    return { address }
  })
}
