import { eq } from 'drizzle-orm'
import type { Database, Orm } from '#server/db/client.ts'
import { categories } from '#server/db/schema/categories.ts'
import { channels } from '#server/db/schema/deliveries.ts'
import { preferences, users } from '#server/db/schema/users.ts'
import type { Issue } from '#server/errors.ts'
import { badInput } from '#server/parse.ts'
import { optIn } from '#server/recipients/opt-out.ts'
import type { Preferences } from './preferences.ts'
import { releaseHeld } from './release-held.ts'

export interface PreferencesWrite {
  userId: string
  before: Preferences
  after: Preferences
  now: Date
  /** Categories that are switched on for e-mail by name, be they so already. */
  on?: readonly string[]
  /** Where the preferences stand in the input, for the issue: `preferences`. */
  under?: string
}

/**
 * Writes what a user chose, in the transaction `tx`, in which the caller has locked the user; what quiet hours hold for
 * them is due now, to be looked at again. Throws `bad_input`, naming `categories.<key>.<channel>`, where a category that
 * is required would be switched off.
 */
export async function storePreferences(tx: Database, write: PreferencesWrite): Promise<void> {
  const { userId, after, now } = write
  const issues = await requiredSwitchedOff(tx.orm, write)
  if (issues.length > 0) throw badInput(issues)
  const chosen = { ...after, updatedAt: now }
  await tx.orm
    .insert(preferences)
    .values({ ...chosen, userId })
    .onConflictDoUpdate({ target: preferences.userId, set: chosen })
  await optInAgain(tx, write)
  await releaseHeld(tx, { userIds: [userId] }, now)
}

/** What is switched on by name is on, though a link in a mail had switched it off for the address. */
async function optInAgain(tx: Database, write: PreferencesWrite): Promise<void> {
  const { userId, before, after, now } = write
  const changed = Object.keys(after.categories).filter(
    (key) => after.categories[key]?.email === true && before.categories[key]?.email !== true,
  )
  const on = [...changed, ...(write.on ?? [])]
  if (on.length === 0) return
  const [user] = await tx.orm.select({ email: users.email }).from(users).where(eq(users.id, userId))
  if (user?.email) await optIn(tx, { address: user.email.toLowerCase(), categories: on, now })
}

/** What was off before the category became required may stay: who writes back what they read is not refused. */
async function requiredSwitchedOff(orm: Orm, { before, after, under }: PreferencesWrite): Promise<Issue[]> {
  const switchedOff = Object.entries(after.categories).flatMap(([key, choice]) =>
    channels
      .filter((channel) => choice[channel] === false && before.categories[key]?.[channel] !== false)
      .map((channel) => ({ key, channel })),
  )
  if (switchedOff.length === 0) return []
  const rows = await orm.select({ key: categories.key }).from(categories).where(eq(categories.required, true))
  const required = new Set(rows.map(({ key }) => key))
  return switchedOff
    .filter(({ key }) => required.has(key))
    .map(({ key, channel }) => ({
      path: [...(under ? [under] : []), 'categories', key, channel].join('.'),
      message: 'can not be switched off',
    }))
}
