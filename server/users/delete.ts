import { eq, sql } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { idempotencyKeys } from '#server/db/schema/notifications.ts'
import { erasures, pushSubscriptions, users } from '#server/db/schema/users.ts'
import { parse } from '#server/parse.ts'
import { eraseTraces } from './erase-traces.ts'
import { keepErasedKeys } from './import/erased-rows.ts'
import { lockUser, noSuchUser } from './profile.ts'
import { userPath } from './schemas.ts'

/** What a caller waits for; what is left then, the worker erases. */
const AT_ONCE_MS = 5_000

/**
 * Deletes a user with preferences and subscriptions, and erases what was kept of the person in notifications, in
 * deliveries and in kept answers. The user is gone at once; the rest, which may be much, is done in pieces, by this
 * call as far as it gets in 5 s and by the worker (`users.erase`), which begins again after a crash. Answers how many
 * notifications this call erased. Throws `forbidden`, `bad_input`, `not_found`.
 */
export async function deleteUser(
  ctx: Context,
  raw: { user_id: string },
): Promise<{ id: string; erased: number }> {
  authorise(ctx.actor, 'users')
  const { user_id } = parse(userPath, raw)
  const now = ctx.clock.now()
  const erasure = await inTransaction(ctx.db, async ({ orm: tx }) => {
    const id = await lockUser(tx, user_id, 'update')
    const [user] = await tx.select().from(users).where(eq(users.id, id))
    if (!user) throw noSuchUser()
    const subscribed = await tx
      .select({ endpoint: pushSubscriptions.endpoint })
      .from(pushSubscriptions)
      .where(eq(pushSubscriptions.userId, id))
    const emails = user.email === null ? [] : [user.email, user.email.toLowerCase()]
    const [row] = await tx
      .insert(erasures)
      .values({
        userId: id,
        names: user.externalId === null ? [id] : [id, user.externalId, `ext:${user.externalId}`],
        addresses: [...new Set([...emails, ...subscribed.map(({ endpoint }) => endpoint)])],
        requestedAt: now,
      })
      .returning()
    if (!row) throw new Error('an insert returns its row')
    await keepErasedKeys(tx, user, now)
    await tx.delete(users).where(eq(users.id, id))
    // The expression of the index `idempotency_keys_user_idx`.
    await tx
      .delete(idempotencyKeys)
      .where(
        sql`substring(answer ->> 'body' from '"user_id":"([0-9a-f-]{36})"') = ${id} and answer is not null`,
      )
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'user.delete',
      targetId: id,
      detail: {},
      at: now,
    })
    return row
  })
  // The user is gone by now. The worker goes on with the rest, and says what is wrong if that fails again.
  const { erased } = await eraseTraces(ctx, erasure, AT_ONCE_MS).catch(() => ({ erased: 0 }))
  return { id: erasure.userId, erased }
}
