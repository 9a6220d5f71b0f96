import type { Database } from '#server/db/client.ts'
import type { PlanUser } from '#server/planning/types.ts'
import { releaseHeld } from '#server/preferences/release-held.ts'
import { readdress } from '#server/users/readdress.ts'

type Chosen = Pick<PlanUser, 'id' | 'email' | 'timezone' | 'preferences'>

interface Today {
  id: string
  email: string | null
  timezone: string | null
  start: string | null
  end: string | null
}

/**
 * Sends what was just planned to be held for these users to the e-mail address that they have by now, and sets it free
 * where they have changed their quiet hours or zone since they were read: whoever changed them could not see it yet. On
 * the transaction of the plans; who changes them now waits for it, and sees it.
 */
export async function followChoices(
  db: Database,
  users: ReadonlyMap<string, Chosen>,
  now: Date,
): Promise<void> {
  if (users.size === 0) return
  const ids = [...users.keys()]
  await db.sql`select 1 from users where id = any(${ids}::uuid[]) order by id for share`
  const rows = await db.sql<Today[]>`
    select u.id, u.email, u.timezone, p.quiet_hours_start as start, p.quiet_hours_end as end
    from users u left join preferences p on p.user_id = u.id where u.id = any(${ids}::uuid[])`
  const moved = rows.flatMap(({ id, email }) => {
    const from = users.get(id)?.email
    return from && email && from !== email ? [{ userId: id, from, to: email }] : []
  })
  const anew = rows.filter(({ id, timezone, start, end }) => {
    const read = users.get(id)
    const { quietHoursStart, quietHoursEnd } = read?.preferences ?? {}
    return timezone !== read?.timezone || start !== quietHoursStart || end !== quietHoursEnd
  })
  if (anew.length > 0) await releaseHeld(db, { userIds: anew.map(({ id }) => id) }, now)
  await readdress(db, moved, { actor: 'system', actorName: 'Posthorn', at: now })
}
