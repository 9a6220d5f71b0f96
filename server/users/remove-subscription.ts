import { and, eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { pushSubscriptions } from '#server/db/schema/users.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { type RemoveSubscriptionInput, removeSubscriptionInput } from './schemas.ts'

/** Forgets one of a user's push devices. Throws `forbidden`, `bad_input`, `not_found`. */
export async function removeSubscription(
  ctx: Context,
  raw: RemoveSubscriptionInput,
): Promise<{ subscriptionId: string }> {
  authorise(ctx.actor, 'users')
  const { id, subscriptionId } = parse(removeSubscriptionInput, raw)
  return ctx.db.orm.transaction(async (tx) => {
    const [gone] = await tx
      .delete(pushSubscriptions)
      .where(and(eq(pushSubscriptions.id, subscriptionId), eq(pushSubscriptions.userId, id)))
      .returning({ id: pushSubscriptions.id })
    if (!gone) throw new DomainError('not_found', 'This device is not subscribed any more.')
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'push_subscription.delete',
      targetId: subscriptionId,
      detail: { user_id: id },
      at: ctx.clock.now(),
    })
    return { subscriptionId }
  })
}
