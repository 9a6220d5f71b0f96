import type { Database } from '#server/db/client.ts'
import { idBounds } from '#server/db/ids.ts'
import { eventData } from '#server/ingest/event-data.ts'
import type { Recipient } from '../render-with.ts'
import { hidden } from '../sensitive/hide.ts'
import { type MaybeSensitive, withoutSensitive } from '../sensitive/of-notifications.ts'

/** So many payloads are rendered, the newest. */
export const PAYLOADS = 500

/** Among so many of the newest of an event: others may come by the million from where a workflow does not listen. */
const LOOKED_AT = 20_000

/** Of whom the notification says nothing. */
const NOBODY = { name: null, email: 'somebody@example.com' }

/**
 * The newest notifications of the events that the template's workflows listen to, from the sources that they listen to;
 * newest first. Erased ones hold nothing to render.
 */
export async function payloadIds({ sql }: Database, templateKey: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select found.id from workflows w cross join lateral (
      select n.id from (
        select id, workflow_id, source, source_name from notifications
        where event_type = w.event_type and erased_at is null order by id desc limit ${LOOKED_AT}
      ) n
      where n.workflow_id = w.id or case when n.source = 'dashboard' then 'api' else n.source end = any(w.sources)
        or n.source || ':' || n.source_name = any(w.sources)
      order by n.id desc limit ${PAYLOADS}
    ) found
    where w.template_key = ${templateKey}
    group by found.id order by found.id desc limit ${PAYLOADS}`
  return rows.map(({ id }) => id)
}

export interface Payload {
  notificationId: string
  /** As a template is given it; sensitive values hidden. */
  data: Record<string, unknown>
  recipient: Omit<Recipient, 'locale'>
}

/** What these notifications hold, as a worker would render it, in the order of `ids`. Those that are gone are left out. */
export async function payloadsOf(
  db: Database,
  ids: readonly string[],
  { sensitive, defaultTimezone }: { sensitive: readonly string[][]; defaultTimezone: string },
): Promise<Payload[]> {
  const { low, high } = idBounds(ids)
  const found = await db.sql<
    (MaybeSensitive & {
      recipient: string | null
      user_id: string | null
      name: string | null
      timezone: string | null
    })[]
  >`
    select n.id, n.status, n.sensitive, n.event_type as "eventType", n.source, n.source_name as "sourceName", n.payload,
      n.recipient, n.user_id, u.name, u.timezone
    from notifications n left join users u on u.id = n.user_id
    where n.id = any(${ids as string[]}::uuid[]) and n.id between ${low} and ${high} and n.erased_at is null
    order by n.id desc`
  // What it was sent with may call more of it sensitive than the draft does.
  const rows = await withoutSensitive(db, found)
  return rows.map((row) => ({
    notificationId: row.id,
    data: hidden(eventData(row.source, row.payload), sensitive),
    recipient: {
      name: row.name ?? NOBODY.name,
      email: row.recipient ?? NOBODY.email,
      timezone: row.user_id === null ? null : (row.timezone ?? defaultTimezone),
    },
  }))
}
