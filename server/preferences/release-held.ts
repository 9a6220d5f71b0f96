import type { Database } from '#server/db/client.ts'
import { type Channel, channels } from '#server/db/schema/deliveries.ts'
import { enqueueByIndex, enqueueDeliveries } from '#server/queue/enqueue.ts'

/** Whose choices changed: a user, or somebody who is known by the address alone. */
export type Released = { userId: string } | { address: string }

/**
 * What quiet hours hold for them is due now, in the transaction `tx` of what changed: it is looked at again with today's
 * preferences, and sent, held anew or withheld.
 */
export async function releaseHeld(tx: Database, whose: Released, now: Date): Promise<void> {
  const { sql } = tx
  const theirs =
    'userId' in whose ? sql`user_id = ${whose.userId}` : sql`lower(address) = ${whose.address.toLowerCase()}`
  const released = await sql<{ id: string; channel: Channel }[]>`
    update deliveries set due_at = ${now.toISOString()}::timestamptz
    where ${theirs} and status = 'HELD' and reason = 'quiet_hours' and due_at > ${now.toISOString()}::timestamptz
      and digest_of is null
    returning id, channel`
  if (released.length === 0) return
  await enqueueByIndex(sql)
  for (const channel of channels) {
    const ids = released.filter((one) => one.channel === channel).map(({ id }) => id)
    if (ids.length > 0) await enqueueDeliveries(sql, channel, ids)
  }
}
