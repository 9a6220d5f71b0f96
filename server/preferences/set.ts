import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { channels } from '#server/db/schema/deliveries.ts'
import { users } from '#server/db/schema/users.ts'
import { parse } from '#server/parse.ts'
import { lockUser, noSuchUser, selectProfiles, toProfile } from '#server/users/profile.ts'
import type { Preferences } from './preferences.ts'
import { type SetPreferencesInput, setPreferencesInput } from './schemas.ts'
import { storePreferences } from './store.ts'

type Choices = Preferences['categories']

/**
 * Changes some of a user's preferences, down to one channel of one category, and answers all. Two members who change
 * different ones at once both get their way. Throws `forbidden`, `bad_input`, `not_found`.
 */
export async function setPreferences(ctx: Context, raw: SetPreferencesInput): Promise<Preferences> {
  authorise(ctx.actor, 'users')
  const { id, quietHours, ...input } = parse(setPreferencesInput, raw)
  const now = ctx.clock.now()
  return inTransaction(ctx.db, async (tx) => {
    await lockUser(tx.orm, id, 'update')
    const [row] = await selectProfiles(tx.orm).where(eq(users.id, id))
    if (!row) throw noSuchUser()
    const { preferences: before } = toProfile(row)
    const after: Preferences = {
      emailEnabled: input.emailEnabled ?? before.emailEnabled,
      pushEnabled: input.pushEnabled ?? before.pushEnabled,
      quietHoursStart: quietHours === undefined ? before.quietHoursStart : (quietHours?.start ?? null),
      quietHoursEnd: quietHours === undefined ? before.quietHoursEnd : (quietHours?.end ?? null),
      categories: changedChoices(before.categories, input.categories ?? {}),
    }
    const named = Object.entries(input.categories ?? {})
    const on = named.flatMap(([key, { email }]) => (email ? [key] : []))
    await storePreferences(tx, { userId: id, before, after, now, on })
    await tx.orm.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'preferences.set',
      targetId: id,
      detail: { ...input, ...(quietHours !== undefined && { quietHours }) },
      at: now,
    })
    return after
  })
}

/** `change` laid over `before`; null takes a choice away. */
function changedChoices(
  before: Choices,
  change: Record<string, Partial<Record<(typeof channels)[number], boolean | null>>>,
): Choices {
  const after = new Map(Object.entries(before))
  for (const [key, choice] of Object.entries(change)) {
    const merged = { ...after.get(key) }
    for (const channel of channels) {
      const wanted = choice[channel]
      if (wanted === null) delete merged[channel]
      else if (wanted !== undefined) merged[channel] = wanted
    }
    if (Object.keys(merged).length > 0) after.set(key, merged)
    else after.delete(key)
  }
  return Object.fromEntries(after)
}
