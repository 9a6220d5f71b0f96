import { and, asc, eq, inArray, or, sql } from 'drizzle-orm'
import { allCategories, type Category, categoryFinder } from '#server/categories/find.ts'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { pushSubscriptions, users } from '#server/db/schema/users.ts'
import { parse } from '#server/parse.ts'
import type { PlanCategory } from '#server/planning/types.ts'
import { findOptOuts } from '#server/recipients/opt-outs.ts'
import type { Suppressed } from '#server/suppressions/words.ts'
import { deviceName } from './device.ts'
import { noSuchUser, selectProfiles, toProfile, type UserProfile } from './profile.ts'
import { type OneUserInput, oneUser } from './schemas.ts'

const COUNTED = 10_000

export interface DescribeDeps {
  /** The address of a recipient's own page. */
  recipientLink: (address: string) => string
  /** IANA; of users who have none. */
  defaultTimezone: string
}

export interface UserDevice {
  id: string
  /** Null: no browser told. */
  name: string | null
  /** The push service's host. */
  host: string
  createdAt: Date
  expiresAt: Date | null
}

export interface UserSuppression extends Suppressed {
  id: string
  channel: Channel
  /** The device's, of a push endpoint. */
  deviceId: string | null
}

/** All that the dashboard's page shows of a user, but for their notifications. */
export interface UserDescription extends UserProfile {
  defaultTimezone: string
  /** Null: there is no address. */
  recipientLink: string | null
  devices: UserDevice[]
  suppressions: UserSuppression[]
  /** Categories that are off for the e-mail address, whatever the user's preferences say: switched off by a link. */
  optedOut: readonly string[]
  /** Those that there are, and others that the user's preferences name. */
  categories: PlanCategory[]
  /** Counting ends at 10,000. */
  notifications: { count: number; capped: boolean }
}

/** One user with devices, suppressions and categories. Throws `forbidden`, `bad_input`, `not_found`. */
export async function describeUser(
  { db: { orm }, actor }: Context,
  deps: DescribeDeps,
  raw: OneUserInput,
): Promise<UserDescription> {
  authorise(actor, 'users')
  const { id } = parse(oneUser, raw)
  const [row] = await selectProfiles(orm).where(eq(users.id, id))
  if (!row) throw noSuchUser()
  const user = toProfile(row)
  const [subscribed, categories, count, optOuts] = await Promise.all([
    orm
      .select()
      .from(pushSubscriptions)
      .where(eq(pushSubscriptions.userId, id))
      .orderBy(asc(pushSubscriptions.id)),
    allCategories(orm),
    countNotifications(orm, id),
    findOptOuts(orm, user.email === null ? [] : [user.email]),
  ])
  return {
    ...user,
    defaultTimezone: deps.defaultTimezone,
    recipientLink: user.email === null ? null : deps.recipientLink(user.email),
    devices: subscribed.map(({ id: deviceId, endpoint, userAgent, createdAt, expiresAt }) => ({
      ...{ id: deviceId, name: deviceName(userAgent), host: new URL(endpoint).host, createdAt, expiresAt },
    })),
    suppressions: await suppressionsOf(orm, user.email, subscribed),
    optedOut: user.email === null ? [] : optOuts(user.email),
    categories: shownCategories(categories, user),
    notifications: { count: Math.min(count, COUNTED), capped: count > COUNTED },
  }
}

function shownCategories(all: readonly Category[], { preferences }: UserProfile): PlanCategory[] {
  const find = categoryFinder(all)
  const keys = new Set([...all.map(({ key }) => key), ...Object.keys(preferences.categories).sort()])
  return [...keys].map(find)
}

async function suppressionsOf(
  orm: Orm,
  email: string | null,
  subscribed: readonly { id: string; endpoint: string }[],
): Promise<UserSuppression[]> {
  const endpoints = new Map(subscribed.map(({ id, endpoint }) => [endpoint.toLowerCase(), id]))
  const rows = await orm
    .select()
    .from(suppressions)
    .where(
      or(
        email === null
          ? undefined
          : and(eq(suppressions.channel, 'email'), eq(suppressions.address, email.toLowerCase())),
        and(eq(suppressions.channel, 'push'), inArray(suppressions.address, [...endpoints.keys()])),
      ),
    )
    .orderBy(asc(suppressions.id))
  return rows.map(({ id, channel, address, reason, detail, createdAt }) => ({
    ...{ id, channel, reason, detail, since: createdAt },
    deviceId: channel === 'push' ? (endpoints.get(address) ?? null) : null,
  }))
}

async function countNotifications(orm: Orm, userId: string): Promise<number> {
  const some = orm
    .select({ one: sql`1` })
    .from(notifications)
    .where(eq(notifications.userId, userId))
    .limit(COUNTED + 1)
  const [row] = await orm.select({ count: sql<number>`count(*)::integer` }).from(some.as('some'))
  return row?.count ?? 0
}
