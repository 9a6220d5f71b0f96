import { and, eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { pushSubscriptions } from '#server/db/schema/users.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { lockUser } from '#server/users/profile.ts'
import { userPath } from '#server/users/schemas.ts'
import { subscriptionEndpoint } from './schemas.ts'

/** Forgets a user's subscription. Throws `forbidden`, `bad_input`, or `not_found` naming what is not there. */
export async function deletePushSubscription(
  ctx: Context,
  raw: { user_id: string; endpoint?: string | undefined },
): Promise<{ id: string; userId: string }> {
  authorise(ctx.actor, 'users')
  const { user_id } = parse(userPath, raw)
  const { endpoint } = parse(subscriptionEndpoint, raw)
  return ctx.db.orm.transaction(async (tx) => {
    const userId = await lockUser(tx, user_id, 'key share')
    const [deleted] = await tx
      .delete(pushSubscriptions)
      .where(and(eq(pushSubscriptions.endpoint, endpoint), eq(pushSubscriptions.userId, userId)))
      .returning({ id: pushSubscriptions.id })
    if (!deleted) {
      throw new DomainError('not_found', 'This user has no subscription with this endpoint.', [
        { path: 'endpoint', message: 'is not one of this user’s subscriptions' },
      ])
    }
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'push_subscription.delete',
      targetId: deleted.id,
      detail: { user_id: userId },
      at: ctx.clock.now(),
    })
    return { id: deleted.id, userId }
  })
}
