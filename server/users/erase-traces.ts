import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { lowestId } from '#server/db/ids.ts'
import type { erasures } from '#server/db/schema/users.ts'
import { eraseNotifications } from './erase-notifications.ts'
import { eraseRemembered } from './erase-remembered.ts'

export type Erasure = typeof erasures.$inferSelect

/** Notifications per transaction: none is locked for long. */
const CHUNK = 500
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

interface Found {
  /** Where to go on. */
  id: string
  notification_id: string
}

/**
 * The notifications that an index finds a person in, in pieces: what was planned for the user, what went to one of the
 * addresses before the user was deleted (later ones are somebody else's), and what waits for planning and names them.
 */
async function* tracesOf({ sql }: Database, erasure: Erasure): AsyncGenerator<string[]> {
  const { userId, names, addresses } = erasure
  const until = lowestId(erasure.requestedAt)
  const quoted = addresses.map((address) => JSON.stringify(address.toLowerCase()))
  const finders: ((after: string) => Promise<Found[]>)[] = [
    (after) => sql<Found[]>`
      select id, id as notification_id from notifications
      where status = 'PENDING' and id > ${after} and id < ${until} and (customer_id = any(${names}::text[])
        or addressee = any(${names}::text[]) or lower(addressee) = any(${addresses}::text[])
        or exists (select 1 from unnest(${quoted}::text[]) as quoted where strpos(lower(payload::text), quoted) > 0))
      order by id limit ${CHUNK}`,
    (after) => sql<Found[]>`
      select id, id as notification_id from notifications where user_id = ${userId} and id > ${after}
      order by id limit ${CHUNK}`,
    ...addresses.flatMap((address) => [
      (after: string) => sql<Found[]>`
        select id, id as notification_id from notifications
        where recipient = ${address} and id > ${after} and id < ${until} order by id limit ${CHUNK}`,
      (after: string) => sql<Found[]>`
        select id, notification_id from deliveries
        where address = ${address} and id > ${after} and notification_id < ${until} order by id limit ${CHUNK}`,
    ]),
  ]
  for (const find of finders) {
    for (let after = FIRST_ID; ; ) {
      const found = await find(after)
      const last = found.at(-1)
      if (!last) break
      after = last.id
      yield [...new Set(found.map(({ notification_id }) => notification_id))]
    }
  }
}

/**
 * Erases what an index finds of a person who was deleted, for `forMs` at most (null: to the end). Answers how many
 * notifications, and whether all (see `eraseNotifications`). May be called again at any time.
 */
export async function eraseTraces(
  { db, clock }: { db: Database; clock: Clock },
  erasure: Erasure,
  forMs: number | null,
): Promise<{ erased: number; complete: boolean }> {
  const started = performance.now()
  await eraseRemembered(db, erasure)
  let erased = 0
  let complete = true
  for await (const ids of tracesOf(db, erasure)) {
    const done = await eraseNotifications(db, ids, clock.now())
    erased += done.length
    complete &&= done.length === ids.length
    if (forMs !== null && performance.now() - started > forMs) return { erased, complete: false }
  }
  return { erased, complete }
}
