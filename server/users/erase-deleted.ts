import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { lowestId } from '#server/db/ids.ts'
import { erasures } from '#server/db/schema/users.ts'
import { eraseFromImports } from './erase-imports.ts'
import { eraseNotifications } from './erase-notifications.ts'
import { eraseFromStudio } from './erase-studio.ts'
import { eraseTraces } from './erase-traces.ts'

const CHUNK = 500
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * Ends what deleting users has begun: what indexes find of each, what authors took of their events, stored files, and in
 * one walk over all notifications what names any of them without having been planned for them. What could not be erased
 * yet stays for the next call. Answers how many users are done with, and how many notifications were erased.
 */
export async function eraseDeletedUsers(deps: {
  db: Database
  clock: Clock
}): Promise<{ users: number; notifications: number }> {
  const { db, clock } = deps
  const waiting = await db.orm.select().from(erasures)
  if (waiting.length === 0) return { users: 0, notifications: 0 }
  const complete: string[] = []
  let allWalked = true
  let notifications = 0
  for (const erasure of waiting) {
    const traces = await eraseTraces(deps, erasure, null)
    const studio = await eraseFromStudio(deps, erasure)
    notifications += traces.erased + studio.erased
    const files = await eraseFromImports(deps, erasure)
    if (traces.complete && studio.complete && files) complete.push(erasure.userId)
  }
  const names = waiting.flatMap(({ names: own, addresses, requestedAt }) =>
    [...own, ...addresses].map((name) => ({ name, until: lowestId(requestedAt) })),
  )
  for await (const ids of namedIn(db, names)) {
    const done = await eraseNotifications(db, ids, clock.now())
    notifications += done.length
    allWalked &&= done.length === ids.length
  }
  if (!allWalked) return { users: 0, notifications }
  const done = await db.sql`delete from erasures where user_id = any(${complete}::uuid[])`
  return { users: done.count, notifications }
}

/**
 * What names one of these as its customer or addressee, and came before `until`. No index has them: ingest would pay for
 * it at every event, and few users are ever erased.
 */
async function* namedIn(
  { sql }: Database,
  names: readonly { name: string; until: string }[],
): AsyncGenerator<string[]> {
  for (let after = FIRST_ID; ; ) {
    const found = await sql<{ id: string }[]>`
      select distinct n.id from notifications n
      cross join lateral (values (n.customer_id), (n.addressee), (lower(n.addressee))) as named(name)
      join json_to_recordset(${JSON.stringify(names)}::text::json) as x(name text, until uuid)
        on named.name = x.name and n.id < x.until
      where n.user_id is null and n.id > ${after} order by n.id limit ${CHUNK}`
    const last = found.at(-1)
    if (!last) return
    after = last.id
    yield found.map(({ id }) => id)
  }
}
