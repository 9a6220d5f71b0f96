import { eq, type SQL } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { preferences, users } from '#server/db/schema/users.ts'
import { DomainError } from '#server/errors.ts'
import { defaultPreferences, type Preferences } from '#server/preferences/preferences.ts'
import { referenced } from './schemas.ts'

/** A user with what they chose. */
export type UserProfile = typeof users.$inferSelect & { preferences: Preferences }

/** Users beside their preferences, to be narrowed by the caller and given to `toProfile`. */
export const selectProfiles = (orm: Orm) =>
  orm
    .select({ user: users, chosen: preferences })
    .from(users)
    .leftJoin(preferences, eq(preferences.userId, users.id))

export function toProfile(row: {
  user: typeof users.$inferSelect
  chosen: typeof preferences.$inferSelect | null
}): UserProfile {
  if (!row.chosen) return { ...row.user, preferences: defaultPreferences }
  const { userId: _, updatedAt: __, ...chosen } = row.chosen
  return { ...row.user, preferences: chosen }
}

/** The condition that a reference (`userReference`) stands for. */
export function userIs(reference: string): SQL {
  const named = referenced(reference)
  return 'id' in named ? eq(users.id, named.id) : eq(users.externalId, named.externalId)
}

export const noSuchUser = (): DomainError =>
  new DomainError('not_found', 'There is no such user.', [
    { path: 'user_id', message: 'is not the id of a user' },
  ])

/** The user's id. Locks the row until the transaction ends, so that it is not deleted meanwhile. Throws `not_found`. */
export async function lockUser(
  orm: Orm,
  reference: string,
  strength: 'update' | 'key share',
): Promise<string> {
  const [found] = await orm.select({ id: users.id }).from(users).where(userIs(reference)).for(strength)
  if (!found) throw noSuchUser()
  return found.id
}
