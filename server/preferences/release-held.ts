import type { Database } from '#server/db/client.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { enqueueByChannel, enqueueByIndex } from '#server/queue/enqueue.ts'

/**
 * What is held for a user because of their quiet hours is due now, in the transaction `tx` of what changed, in which the
 * caller has locked the user: it is looked at again with today's preferences, and sent, held anew or withheld. So is what
 * stands in for such a delivery, and a digest that collects until the quiet hours end.
 */
export async function releaseHeld(tx: Database, { userId }: { userId: string }, now: Date): Promise<void> {
  const { sql } = tx
  const released = await sql<{ id: string; channel: Channel }[]>`
    update deliveries d set due_at = ${now.toISOString()}::timestamptz
    where user_id = ${userId} and status = 'HELD' and due_at > ${now.toISOString()}::timestamptz and digest_of is null
      and (reason in ('quiet_hours', 'fallback') or (reason = 'digest' and exists (select 1 from workflows w
        where w.id = d.workflow_id and w.digest->>'until' = 'quiet_hours_end')))
    returning id, channel`
  if (released.length === 0) return
  await enqueueByIndex(sql)
  await enqueueByChannel(sql, released)
}
