import type { Database } from '#server/db/client.ts'
import type { PlanUser } from '#server/planning/types.ts'
import { releaseHeld } from '#server/preferences/release-held.ts'

type Chosen = Pick<PlanUser, 'id' | 'timezone' | 'preferences'>

/**
 * Sets free what was just planned by quiet hours, or a zone, that these users have changed since they were read: whoever
 * changed them could not see it yet. On the transaction of the plans; who changes them now waits for it, and sees it.
 */
export async function releaseIfChosenAnew(
  db: Database,
  users: ReadonlyMap<string, Chosen>,
  now: Date,
): Promise<void> {
  if (users.size === 0) return
  const ids = [...users.keys()]
  await db.sql`select 1 from users where id = any(${ids}::uuid[]) order by id for share`
  const rows = await db.sql<
    { id: string; timezone: string | null; start: string | null; end: string | null }[]
  >`
    select u.id, u.timezone, p.quiet_hours_start as start, p.quiet_hours_end as end
    from users u left join preferences p on p.user_id = u.id where u.id = any(${ids}::uuid[])`
  for (const { id, timezone, start, end } of rows) {
    const read = users.get(id)
    const { quietHoursStart, quietHoursEnd } = read?.preferences ?? {}
    if (timezone === read?.timezone && start === quietHoursStart && end === quietHoursEnd) continue
    await releaseHeld(db, { userId: id }, now)
  }
}
