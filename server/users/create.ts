import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { users } from '#server/db/schema/users.ts'
import { parse } from '#server/parse.ts'
import { changedPreferences, defaultPreferences } from '#server/preferences/preferences.ts'
import { storePreferences } from '#server/preferences/store.ts'
import type { UserProfile } from './profile.ts'
import { type CreateUserInput, createUserInput } from './schemas.ts'
import { unlessTaken } from './taken.ts'
import { welcomeUser } from './welcome.ts'

/**
 * Makes a user, and in the same transaction the notification that welcomes them, if there is to be one. `traceId`: the
 * request's. Throws `forbidden`, `bad_input`, or `conflict` for an e-mail or external id that another user has.
 */
export async function createUser(ctx: Context, raw: CreateUserInput, traceId: string): Promise<UserProfile> {
  authorise(ctx.actor, 'users')
  const input = parse(createUserInput, raw)
  const now = ctx.clock.now()
  const user: UserProfile = {
    id: newId(),
    externalId: input.external_id ?? null,
    name: input.name ?? null,
    email: input.email_address,
    phone: input.phone_number ?? null,
    language: input.preferred_language ?? null,
    timezone: input.timezone ?? null,
    createdAt: now,
    updatedAt: now,
    preferences: changedPreferences(defaultPreferences, input.preferences ?? {}).after,
  }
  const made = inTransaction(ctx.db, async (tx) => {
    const { preferences: chosen, ...row } = user
    await tx.orm.insert(users).values(row)
    if (input.preferences) {
      await storePreferences(tx, {
        ...{ userId: user.id, before: defaultPreferences, after: chosen, now },
        under: 'preferences',
      })
    }
    const sourceName = ctx.actor.kind === 'key' ? ctx.actor.name : null
    const notificationId = await welcomeUser(tx, user, {
      notify: input.notify ?? false,
      sourceName,
      traceId,
      now,
    })
    await tx.orm.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'user.create',
      targetId: user.id,
      detail: notificationId ? { notification_id: notificationId } : {},
      at: now,
    })
    return user
  })
  return unlessTaken(made)
}
