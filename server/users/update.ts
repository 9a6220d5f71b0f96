import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { preferences, users } from '#server/db/schema/users.ts'
import { badInput, parse } from '#server/parse.ts'
import { changedPreferences } from '#server/preferences/preferences.ts'
import { lockUser, noSuchUser, selectProfiles, toProfile, type UserProfile } from './profile.ts'
import { type UpdateUserInput, updateUserInput, userPath } from './schemas.ts'
import { unlessTaken } from './taken.ts'

/**
 * Changes what is sent of a user, and nothing else; null clears. Throws `forbidden`, `bad_input`, `not_found`, or
 * `conflict` for an e-mail or external id that another user has.
 */
export async function updateUser(
  ctx: Context,
  raw: { user_id: string } & UpdateUserInput,
): Promise<UserProfile> {
  authorise(ctx.actor, 'users')
  const { user_id } = parse(userPath, raw)
  const input = parse(updateUserInput, raw)
  const changed = Object.entries(input).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  const now = ctx.clock.now()
  const done = ctx.db.orm.transaction(async (tx) => {
    const id = await lockUser(tx, user_id, 'update')
    const [row] = await selectProfiles(tx).where(eq(users.id, id))
    if (!row) throw noSuchUser()
    const before = toProfile(row)
    if (changed.length === 0) return before
    const keep = <T>(sent: T | undefined, was: T): T => (sent === undefined ? was : sent)
    const columns = {
      externalId: keep(input.external_id, before.externalId),
      name: keep(input.name, before.name),
      email: keep(input.email_address, before.email),
      phone: keep(input.phone_number, before.phone),
      language: keep(input.preferred_language, before.language),
      timezone: keep(input.timezone, before.timezone),
      updatedAt: now,
    }
    await tx.update(users).set(columns).where(eq(users.id, id))
    const { after, issue } = changedPreferences(before.preferences, input.preferences ?? {})
    if (issue) throw badInput([{ ...issue, path: `preferences.${issue.path}` }])
    if (input.preferences) {
      const chosen = { ...after, updatedAt: now }
      await tx
        .insert(preferences)
        .values({ ...chosen, userId: id })
        .onConflictDoUpdate({ target: preferences.userId, set: chosen })
    }
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'user.update',
      targetId: id,
      detail: { fields: changed },
      at: now,
    })
    return { ...before, ...columns, preferences: after }
  })
  return unlessTaken(done)
}
