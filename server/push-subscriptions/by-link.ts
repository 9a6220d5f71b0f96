import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { pushSubscriptions } from '#server/db/schema/users.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { findRecipient } from '#server/recipients/recipient.ts'
import { lockUser } from '#server/users/profile.ts'
import { unexpired } from './expiry.ts'
import { type PushSubscriptionInput, pushSubscription, subscriptionEndpoint } from './schemas.ts'

// What the page of a recipient's link does: whoever holds the link may, so no scope is asked for.

/**
 * Browsers of one person that subscribed by a link. Of more the oldest goes: were the new one refused, a link that got
 * about could keep its owner's next telephone out for good. One that went can subscribe again, and the log has both.
 */
const BROWSERS = 10
/** By it, these are told from subscriptions that came by the API. */
const UNNAMED = 'unknown'
const USER_AGENT_LENGTH = 500

type Deps = Pick<Context, 'db' | 'clock'>

/**
 * Keeps this browser's subscription for the user whose link it is; an endpoint that is known is that user's from now on.
 * Throws `not_found` for a link that does not hold, `unprocessable` where its address is no user's, `bad_input`.
 */
export async function subscribeByLink(
  { db, clock }: Deps,
  appSecret: string,
  token: string,
  raw: { subscription: PushSubscriptionInput; userAgent: string | null },
): Promise<void> {
  const userId = await userOf(db.orm, appSecret, token)
  const { endpoint, expirationTime, keys } = parse(pushSubscription, raw.subscription)
  const now = clock.now()
  const userAgent = raw.userAgent?.replace(/\p{Cc}+/gu, ' ').slice(0, USER_AGENT_LENGTH) || UNNAMED
  const values = { userId, ...keys, expiresAt: unexpired(expirationTime, now), userAgent }
  await db.orm.transaction(async (tx) => {
    await lockUser(tx, userId, 'update')
    const [saved] = await tx
      .insert(pushSubscriptions)
      .values({ id: newId(), endpoint, createdAt: now, ...values })
      .onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: values })
      .returning({ id: pushSubscriptions.id })
    if (!saved) throw new Error('an upsert returns its row')
    const old = await tx
      .select({ id: pushSubscriptions.id })
      .from(pushSubscriptions)
      .where(and(eq(pushSubscriptions.userId, userId), isNotNull(pushSubscriptions.userAgent)))
      .orderBy(desc(eq(pushSubscriptions.id, saved.id)), desc(pushSubscriptions.createdAt))
      .offset(BROWSERS)
    if (old.length > 0) {
      const ids = old.map(({ id }) => id)
      await tx.delete(pushSubscriptions).where(inArray(pushSubscriptions.id, ids))
    }
    await tx
      .insert(auditLog)
      .values([
        entry('push_subscription.save', saved.id, userId, now),
        ...old.map(({ id }) => entry('push_subscription.delete', id, userId, now)),
      ])
  })
}

/** Forgets it; one that is not there is forgotten already. Throws as `subscribeByLink`. */
export async function unsubscribeByLink(
  { db, clock }: Deps,
  appSecret: string,
  token: string,
  raw: { endpoint: string },
): Promise<void> {
  const userId = await userOf(db.orm, appSecret, token)
  const { endpoint } = parse(subscriptionEndpoint, raw)
  await db.orm.transaction(async (tx) => {
    const [gone] = await tx
      .delete(pushSubscriptions)
      .where(and(eq(pushSubscriptions.endpoint, endpoint), eq(pushSubscriptions.userId, userId)))
      .returning({ id: pushSubscriptions.id })
    if (gone)
      await tx.insert(auditLog).values(entry('push_subscription.delete', gone.id, userId, clock.now()))
  })
}

/** Whether this browser's subscription is kept for the link's user. Throws as `subscribeByLink`. */
export async function isSubscribedByLink(
  { db }: Pick<Deps, 'db'>,
  appSecret: string,
  token: string,
  raw: { endpoint: string },
): Promise<boolean> {
  const userId = await userOf(db.orm, appSecret, token)
  const { endpoint } = parse(subscriptionEndpoint, raw)
  const kept = and(eq(pushSubscriptions.endpoint, endpoint), eq(pushSubscriptions.userId, userId))
  return (await db.orm.$count(pushSubscriptions, kept)) > 0
}

async function userOf(orm: Orm, appSecret: string, token: string): Promise<string> {
  const { userId } = await findRecipient(orm, appSecret, token)
  if (userId === null) {
    throw new DomainError(
      'unprocessable',
      'Nobody with this address can have notifications on their devices.',
    )
  }
  return userId
}

const entry = (action: string, targetId: string, userId: string, at: Date) => ({
  ...{ id: newId(), actor: 'recipient', actorName: 'a recipient', action, targetId },
  ...{ detail: { user_id: userId }, at },
})
