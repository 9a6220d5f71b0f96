import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { users } from '#server/db/schema/users.ts'
import { badInput, parse } from '#server/parse.ts'
import { changedPreferences } from '#server/preferences/preferences.ts'
import { releaseHeld } from '#server/preferences/release-held.ts'
import { storePreferences } from '#server/preferences/store.ts'
import { lockUser, noSuchUser, selectProfiles, toProfile, type UserProfile } from './profile.ts'
import { readdress } from './readdress.ts'
import { type UpdateUserInput, updateUserInput, userPath } from './schemas.ts'
import { unlessTaken } from './taken.ts'

/** Fields by which it is decided when, where and in which language something goes out. */
const decidesWhen = ['email_address', 'preferred_language', 'timezone']

/**
 * Changes what is sent of a user, and nothing else; null clears. What waits for them goes to their new e-mail address
 * (`readdress`). Throws `forbidden`, `bad_input`, `not_found`, or
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
  const done = inTransaction(ctx.db, async (tx) => {
    const id = await lockUser(tx.orm, user_id, 'update')
    const [row] = await selectProfiles(tx.orm).where(eq(users.id, id))
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
    await tx.orm.update(users).set(columns).where(eq(users.id, id))
    const { after, issue } = changedPreferences(before.preferences, input.preferences ?? {})
    if (issue) throw badInput([{ ...issue, path: `preferences.${issue.path}` }])
    if (input.preferences) {
      const write = { userId: id, before: before.preferences, after, now, under: 'preferences' }
      await storePreferences(tx, write)
    } else if (changed.some((field) => decidesWhen.includes(field)))
      await releaseHeld(tx, { userIds: [id] }, now)
    if (before.email !== null && columns.email !== null) {
      const change = { userId: id, from: before.email, to: columns.email }
      await readdress(tx, [change], { ...actorLabel(ctx.actor), at: now })
    }
    await tx.orm.insert(auditLog).values({
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
