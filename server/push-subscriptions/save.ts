import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { pushSubscriptions } from '#server/db/schema/users.ts'
import { parse } from '#server/parse.ts'
import { lockUser } from '#server/users/profile.ts'
import { userPath } from '#server/users/schemas.ts'
import { unexpired } from './expiry.ts'
import { type PushSubscriptionInput, pushSubscription } from './schemas.ts'

export interface SavedSubscription {
  id: string
  userId: string
  endpoint: string
  expiresAt: Date | null
  createdAt: Date
  /** False: this endpoint was known, of this user or another; it has its new keys and is this user's now. */
  isNew: boolean
}

/**
 * Keeps a browser's subscription for a user. An endpoint is one browser: known already, it is updated and belongs to
 * this user from now on. Throws `forbidden`, `bad_input` (also for one that has expired), `not_found`.
 */
export async function savePushSubscription(
  ctx: Context,
  raw: { user_id: string } & PushSubscriptionInput,
): Promise<SavedSubscription> {
  authorise(ctx.actor, 'users')
  const { user_id } = parse(userPath, raw)
  const { endpoint, expirationTime, keys } = parse(pushSubscription, raw)
  const now = ctx.clock.now()
  const expiresAt = unexpired(expirationTime, now)
  return ctx.db.orm.transaction(async (tx) => {
    const userId = await lockUser(tx, user_id, 'key share')
    const newRow = { id: newId(), endpoint, createdAt: now }
    const values = { userId, p256dh: keys.p256dh, auth: keys.auth, expiresAt }
    const [saved] = await tx
      .insert(pushSubscriptions)
      .values({ ...newRow, ...values })
      .onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: values })
      .returning({ id: pushSubscriptions.id, createdAt: pushSubscriptions.createdAt })
    if (!saved) throw new Error('an upsert returns its row')
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'push_subscription.save',
      targetId: saved.id,
      detail: { user_id: userId },
      at: now,
    })
    return { ...saved, userId, endpoint, expiresAt, isNew: saved.id === newRow.id }
  })
}
