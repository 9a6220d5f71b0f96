import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { preferences, users } from '#server/db/schema/users.ts'
import { parse } from '#server/parse.ts'
import { lockUser, noSuchUser, selectProfiles, toProfile, type UserProfile } from '#server/users/profile.ts'
import { userPath } from '#server/users/schemas.ts'
import { changedPreferences, defaultPreferences } from './preferences.ts'
import { type ReplacePreferencesInput, replacePreferencesInput } from './schemas.ts'

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
  return ctx.db.orm.transaction(async (tx) => {
    const id = await lockUser(tx, user_id, 'update')
    await tx
      .insert(preferences)
      .values({ ...chosen, userId: id, updatedAt: now })
      .onConflictDoUpdate({ target: preferences.userId, set: { ...chosen, updatedAt: now } })
    await tx
      .update(users)
      .set({
        ...(preferred_language !== undefined && { language: preferred_language }),
        ...(timezone !== undefined && { timezone }),
        updatedAt: now,
      })
      .where(eq(users.id, id))
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'preferences.replace',
      targetId: id,
      detail: {},
      at: now,
    })
    const [row] = await selectProfiles(tx).where(eq(users.id, id))
    if (!row) throw noSuchUser()
    return toProfile(row)
  })
}
