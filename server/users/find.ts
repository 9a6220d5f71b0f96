import { or, sql } from 'drizzle-orm'
import type { Database, Orm } from '#server/db/client.ts'
import { users } from '#server/db/schema/users.ts'
import type { PlanUser } from '#server/planning/types.ts'
import type { Preferences } from '#server/preferences/preferences.ts'

export type User = typeof users.$inferSelect

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Marks an external id where either kind may stand (contract: `/v1/users/{user_id}`). */
const EXTERNAL = 'ext:'

/** The users with these ids, external ids or `ext:<external id>`s, by each value that was found. One statement. */
export async function findUsers(orm: Orm, wanted: readonly string[]): Promise<Map<string, User>> {
  const values = [...new Set(wanted)]
  if (values.length === 0) return new Map()
  const { ids, externalIds } = idsOf(values)
  // One parameter each: a thousand of them would take longer to write and to read than to look up.
  const byExternal = sql`${users.externalId} = any(${sql.param(externalIds)}::text[])`
  const byId = sql`${users.id} = any(${sql.param(ids)}::uuid[])`
  const rows = await orm
    .select()
    .from(users)
    .where(ids.length > 0 ? or(byExternal, byId) : byExternal)
  return byValue(rows, values)
}

/** What values may be: a user's id, or an external id. */
function idsOf(values: readonly string[]): { ids: string[]; externalIds: string[] } {
  const marked = values.filter((value) => value.startsWith(EXTERNAL))
  return {
    ids: values.filter((value) => uuid.test(value)).map((value) => value.toLowerCase()),
    externalIds: [...values, ...marked.map((value) => value.slice(EXTERNAL.length))],
  }
}

/** Users by each of the values that means one of them. */
function byValue<U extends { id: string; externalId: string | null }>(
  rows: readonly U[],
  values: readonly string[],
): Map<string, U> {
  const found = new Map<string, U>()
  const byExternalId = new Map<string | null, U>()
  for (const user of rows) {
    if (user.externalId !== null) found.set(user.externalId, user)
    byExternalId.set(user.externalId, user)
  }
  // After the external ids: an id means its own user, whoever else was given it for an external id.
  for (const user of rows) found.set(user.id, user)
  for (const value of values) {
    if (!value.startsWith(EXTERNAL)) continue
    const user = byExternalId.get(value.slice(EXTERNAL.length))
    if (user) found.set(value, user)
  }
  // An id may have been written in capitals.
  for (const value of values) {
    const user = found.get(value.toLowerCase())
    if (user && !found.has(value) && uuid.test(value)) found.set(value, user)
  }
  return found
}

export interface FoundUsers {
  /** By an id, an external id, or `ext:` and an external id. */
  findUser(value: string): PlanUser | null
  /** By an e-mail address, however it is written. */
  findUserByEmail(address: string): PlanUser | null
  all: readonly PlanUser[]
}

interface UserRow extends Omit<PlanUser, 'preferences' | 'pushEndpoints'>, Preferences {
  pushEndpoints: string[]
}

/**
 * The users of these ids, external ids and addresses, as planning takes them: with what they chose and with the browsers
 * that subscribed, if these `endpoints` are asked for. One statement.
 */
export async function findPlanUsers(
  db: Pick<Database, 'sql'>,
  wanted: { ids: Iterable<string>; emails: Iterable<string>; endpoints: boolean },
  now: Date,
): Promise<FoundUsers> {
  const values = [...new Set(wanted.ids)]
  const emails = [...new Set([...wanted.emails].map((address) => address.toLowerCase()))]
  if (values.length + emails.length === 0) return NOBODY
  const { ids, externalIds } = idsOf(values)
  // Each way by its own index: `or` makes a bitmap of all three, which took half as long again. Some come twice.
  const rows = await db.sql<UserRow[]>`
    select u.id, u.external_id as "externalId", u.name, u.email, u.language, u.timezone,
      coalesce(p.email_enabled, true) as "emailEnabled", coalesce(p.push_enabled, true) as "pushEnabled",
      p.quiet_hours_start as "quietHoursStart", p.quiet_hours_end as "quietHoursEnd",
      coalesce(p.categories, '{}') as categories,
      case when ${wanted.endpoints} then array(select s.endpoint from push_subscriptions s
        where s.user_id = u.id and (s.expires_at is null or s.expires_at > ${now.toISOString()}::timestamptz)
        order by s.created_at, s.id) else '{}' end as "pushEndpoints"
    from (
      select * from users where id = any(${ids}::uuid[])
      union all select * from users where external_id = any(${externalIds}::text[])
      union all select * from users where lower(email) = any(${emails}::text[])
    ) u left join preferences p on p.user_id = u.id`
  const all = rows.map(toPlanUser)
  const found = byValue(all, values)
  const byEmail = new Map(all.map((user) => [user.email?.toLowerCase(), user]))
  return {
    findUser: (value) => found.get(value) ?? null,
    findUserByEmail: (address) => byEmail.get(address.toLowerCase()) ?? null,
    all,
  }
}

const NOBODY: FoundUsers = { findUser: () => null, findUserByEmail: () => null, all: [] }

const toPlanUser = ({
  emailEnabled,
  pushEnabled,
  quietHoursStart,
  quietHoursEnd,
  categories,
  ...user
}: UserRow): PlanUser => ({
  ...user,
  preferences: { emailEnabled, pushEnabled, quietHoursStart, quietHoursEnd, categories },
})
