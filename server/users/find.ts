import { or, sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { users } from '#server/db/schema/users.ts'

export type User = typeof users.$inferSelect

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Marks an external id where either kind may stand (contract: `/v1/users/{user_id}`). */
const EXTERNAL = 'ext:'

/** The users with these ids, external ids or `ext:<external id>`s, by each value that was found. One statement. */
export async function findUsers(orm: Orm, wanted: readonly string[]): Promise<Map<string, User>> {
  const values = [...new Set(wanted)]
  const found = new Map<string, User>()
  if (values.length === 0) return found
  const ids = values.filter((value) => uuid.test(value)).map((value) => value.toLowerCase())
  const marked = values.filter((value) => value.startsWith(EXTERNAL))
  const externalIds = [...values, ...marked.map((value) => value.slice(EXTERNAL.length))]
  // One parameter each: a thousand of them would take longer to write and to read than to look up.
  const byExternal = sql`${users.externalId} = any(${sql.param(externalIds)}::text[])`
  const byId = sql`${users.id} = any(${sql.param(ids)}::uuid[])`
  const rows = await orm
    .select()
    .from(users)
    .where(ids.length > 0 ? or(byExternal, byId) : byExternal)
  const byExternalId = new Map<string | null, User>()
  for (const user of rows) {
    if (user.externalId !== null) found.set(user.externalId, user)
    byExternalId.set(user.externalId, user)
  }
  // After the external ids: an id means its own user, whoever else was given it for an external id.
  for (const user of rows) found.set(user.id, user)
  for (const value of marked) {
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
