import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { noSuchUser, selectProfiles, toProfile, type UserProfile, userIs } from './profile.ts'
import { userPath } from './schemas.ts'

/** One user. Throws `forbidden`, `bad_input`, `not_found`. */
export async function getUser({ db, actor }: Context, raw: { user_id: string }): Promise<UserProfile> {
  authorise(actor, 'users')
  const { user_id } = parse(userPath, raw)
  const [found] = await selectProfiles(db.orm).where(userIs(user_id))
  if (!found) throw noSuchUser()
  return toProfile(found)
}
