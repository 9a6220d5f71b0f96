import type { Database } from '#server/db/client.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { enqueueByIndex, enqueueDue } from '#server/queue/enqueue.ts'

/** Of some users, or of all who get a category. */
type Whose = { userIds: readonly string[] } | { category: string }

/**
 * What is held because of quiet hours is due now, in the transaction `tx` of what changed, in which the caller has locked
 * the users, or the category: it is looked at again with what holds today, and sent, held anew or withheld. So is what
 * stands in for such a delivery, and a digest that collects until the quiet hours end. Whoever changes several users
 * names all in one call, before touching other deliveries of theirs: by the order of ids no two hinder each other.
 */
export async function releaseHeld(tx: Database, whose: Whose, now: Date): Promise<void> {
  const { sql } = tx
  const theirs =
    'userIds' in whose
      ? sql`d.user_id = any(${whose.userIds as string[]}::uuid[])`
      : sql`coalesce(d.category, (select t.category from templates t where t.key = d.template_key)) = ${whose.category}`
  // In the order of ids, as all who lock several.
  const released = await sql<{ id: string; channel: Channel }[]>`
    with held as materialized (
      select d.id from deliveries d
      where ${theirs} and d.status = 'HELD' and d.due_at > ${now.toISOString()}::timestamptz and d.digest_of is null
        and (d.reason in ('quiet_hours', 'fallback') or (d.reason = 'digest' and exists (select 1 from workflows w
          where w.id = d.workflow_id and w.digest->>'until' = 'quiet_hours_end')))
      order by d.id for update
    )
    update deliveries d set due_at = ${now.toISOString()}::timestamptz from held where d.id = held.id
    returning d.id, d.channel`
  if (released.length === 0) return
  await enqueueByIndex(sql)
  await enqueueDue(
    sql,
    released.map(({ id, channel }) => ({ id, channel, dueAt: null })),
  )
}
