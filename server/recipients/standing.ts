import { eq } from 'drizzle-orm'
import { allCategories, categoryFinder } from '#server/categories/find.ts'
import type { Orm } from '#server/db/client.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { users } from '#server/db/schema/users.ts'
import type { PlanCategory } from '#server/planning/types.ts'
import { findSuppressions } from '#server/suppressions/find.ts'
import type { Suppressed } from '#server/suppressions/words.ts'
import { selectProfiles, toProfile, type UserProfile } from '#server/users/profile.ts'
import { findOptOuts } from './opt-outs.ts'
import type { Recipient } from './recipient.ts'

export interface StandingCategory extends PlanCategory {
  /** One sentence for recipients. */
  description: string | null
  /** Only such are offered: a key that workflows or templates name may stand in no table. */
  isListed: boolean
}

/** Everything by which it is known what a recipient gets. */
export interface Standing {
  recipient: Recipient
  /** Null: no user. */
  user: UserProfile | null
  /** Those of the table, then others that this recipient has to do with. */
  categories: readonly StandingCategory[]
  suppressed: Suppressed | null
  /** Categories that were switched off for the address alone. */
  optOuts: readonly string[]
}

/** Reads it; within a transaction that has locked the user, nobody changes it meanwhile. */
export async function standingOf(orm: Orm, recipient: Recipient): Promise<Standing> {
  const { address, category, userId } = recipient
  const [listed, suppressions, optOuts, profiles] = await Promise.all([
    allCategories(orm),
    findSuppressions(orm, [{ channel: 'email', address }]),
    findOptOuts(orm, [address]),
    userId === null ? [] : selectProfiles(orm).where(eq(users.id, userId)),
  ])
  const [row] = profiles
  const user = row ? toProfile(row) : null
  const find = categoryFinder(listed)
  const known = new Set(listed.map(({ key }) => key))
  const others = [
    ...(category === null ? [] : [category]),
    ...optOuts(address),
    ...Object.keys(user?.preferences.categories ?? {}),
  ].filter((key) => !known.has(key))
  return {
    recipient,
    user,
    categories: [
      ...listed.map(({ key, description }) => ({ ...find(key), description, isListed: true })),
      ...[...new Set(others)].map((key) => ({ ...find(key), description: null, isListed: false })),
    ],
    suppressed: suppressions('email', address),
    optOuts: optOuts(address),
  }
}

/** Whether nothing optional goes to them by e-mail, whatever their categories say. */
export const isUnsubscribed = ({ suppressed }: Standing): boolean => suppressed?.reason === 'unsubscribed'

/** Whether one who unsubscribed from all gets none of it. */
export const isOptional = (category: PlanCategory): boolean => category.unsubscribable && !category.required

/** Whether messages of this category go to them on this channel, as far as the category decides it. */
export function isOn(standing: Standing, category: PlanCategory, channel: Channel): boolean {
  if (category.required) return true
  if (channel === 'email') {
    if (isUnsubscribed(standing) && isOptional(category)) return false
    if (standing.optOuts.includes(category.key)) return false
  }
  const chosen = standing.user?.preferences.categories ?? {}
  return (
    (Object.hasOwn(chosen, category.key) ? chosen[category.key]?.[channel] : undefined) ??
    category.defaults[channel]
  )
}
