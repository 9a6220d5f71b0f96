import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'

export interface NewAddress {
  userId: string
  from: string
  to: string
}

/**
 * Sends what waits for users to the e-mail addresses that they have now, in the transaction `tx` that changes these and
 * has locked the users. What stays with the former address: what was tried already, what is of a critical category (it
 * may tell of this very change), what an event or a setting names that address for, and what has another delivery of the
 * same notification beside it to either address. A digest is one mail: of one of its events that stays, all stay.
 * `entry`: of the audit log, one for each user of whom something changed.
 */
export async function readdress(
  { sql, orm }: Database,
  changes: readonly NewAddress[],
  entry: Pick<typeof auditLog.$inferInsert, 'actor' | 'actorName' | 'at'>,
): Promise<void> {
  const moved = changes.filter(({ from, to }) => from.toLowerCase() !== to.toLowerCase())
  if (moved.length === 0) return
  const rows = await sql<{ user_id: string; id: string }[]>`
    with changed as materialized (
      select * from json_to_recordset(${JSON.stringify(moved)}::text::json) as x("userId" uuid, "from" text, "to" text)
    ), free as materialized (
      select d.id, coalesce(d.digest_of, d.id) as mail, x."from", x."to" from changed x join deliveries d on d.user_id = x."userId"
      join notifications n on n.id = d.notification_id
      where d.address = any(array[x."from", lower(x."from")]) and d.channel = 'email' and d.status in ('QUEUED', 'HELD')
        and d.attempt_count = 0 and not d.critical
        and not exists (select 1 from delivery_contents c where c.delivery_id = d.id)
        and not exists (select 1 from categories c where c.critical and c.key = coalesce(d.category,
          (select t.category from templates t where t.key = d.template_key)))
        and strpos(lower(concat_ws(' ', n.addressee, n.payload)), lower(x."from")) = 0
        and not exists (select 1 from workflows w where w.id = d.workflow_id and w.recipients @> '[{"kind": "setting"}]')
        and not exists (select 1 from deliveries o where o.notification_id = d.notification_id and o.id <> d.id
          and o.channel = 'email' and lower(o.address) in (lower(x."from"), lower(x."to")))
      order by d.id for update of d
    ), mails as materialized (
      select distinct mail, lower("to") as "to" from free
    ), staying as (
      select m.mail from mails m join deliveries f on f.id = m.mail
      where f.id not in (select id from free) and lower(f.address) <> m."to"
      union all
      select m.mail from mails m join deliveries o on o.digest_of = m.mail and o.status in ('QUEUED', 'HELD')
      where o.id not in (select id from free) and lower(o.address) <> m."to"
    ), waiting as materialized (
      select * from free where mail not in (select mail from staying)
    ), moved as (
      update deliveries d set address = w."to" from waiting w where d.id = w.id
      returning d.user_id, d.id, d.notification_id, w."from", w."to"
    ), found_by as (
      update notifications n set recipient = lower(m."to") from moved m
      where n.id = m.notification_id and n.recipient = lower(m."from")
    )
    select user_id, id from moved`
  const byUser = Map.groupBy(rows, ({ user_id }) => user_id)
  if (byUser.size === 0) return
  await orm.insert(auditLog).values(
    [...byUser].map(([userId, deliveries]) => ({
      ...{ ...entry, id: newId(), action: 'user.readdress', targetId: userId },
      detail: { deliveries: deliveries.length },
    })),
  )
}
