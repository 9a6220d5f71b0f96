import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { users } from '#server/db/schema/users.ts'
import { parse } from '#server/parse.ts'
import { lockUser, noSuchUser, selectProfiles, toProfile, type UserProfile } from '#server/users/profile.ts'
import { userPath } from '#server/users/schemas.ts'
import { changedPreferences, defaultPreferences } from './preferences.ts'
import { type ReplacePreferencesInput, replacePreferencesInput } from './schemas.ts'
import { storePreferences } from './store.ts'

/**
 * Replaces a user's preferences: what is not sent is as the defaults say. Language and time zone, which are the user's
 * own, change only if they are sent. Throws `forbidden`, `bad_input`, `not_found`.
 */
export async function replacePreferences(
  ctx: Context,
  raw: { user_id: string } & ReplacePreferencesInput,
): Promise<UserProfile> {
  authorise(ctx.actor, 'users')
  const { user_id } = parse(userPath, raw)
  const { preferred_language, timezone, ...input } = parse(replacePreferencesInput, raw)
  const chosen = changedPreferences(defaultPreferences, input).after
  const now = ctx.clock.now()
  return inTransaction(ctx.db, async (tx) => {
    const id = await lockUser(tx.orm, user_id, 'update')
    const [row] = await selectProfiles(tx.orm).where(eq(users.id, id))
    if (!row) throw noSuchUser()
    const before = toProfile(row)
    const columns = {
      language: preferred_language === undefined ? before.language : preferred_language,
      timezone: timezone === undefined ? before.timezone : timezone,
      updatedAt: now,
    }
    await tx.orm.update(users).set(columns).where(eq(users.id, id))
    await storePreferences(tx, { userId: id, before: before.preferences, after: chosen, now })
    await tx.orm.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'preferences.replace',
      targetId: id,
      detail: {},
      at: now,
    })
    return { ...before, ...columns, preferences: chosen }
  })
}
