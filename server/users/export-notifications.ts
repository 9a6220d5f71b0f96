import type { Database } from '#server/db/client.ts'
import { idBounds, lowestIdSince } from '#server/db/ids.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { withoutSensitive } from '#server/templates/sensitive/of-notifications.ts'

/** Notifications read at a time, with all that belongs to them. */
const PAGE = 100
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** A row as PostgreSQL writes it in JSON, under its columns' names. */
type Row = Record<string, unknown> & { id: string }
interface Found {
  id: string
  row: Row & { status: string; sensitive: boolean; payload: Record<string, unknown> }
}

/**
 * The notifications of a person, oldest first, in pages: those for the user, then those of nobody's that went to the
 * address. Each with deliveries, and these with content, attempts and what the provider told.
 */
export async function* exportedNotifications(
  db: Database,
  { id: userId, email }: { id: string; email: string | null },
): AsyncGenerator<Row[]> {
  const { sql } = db
  const finders = [
    (after: string) => sql<Found[]>`
      select id, to_jsonb(n) as row from notifications n where user_id = ${userId} and id > ${after}
      order by id limit ${PAGE}`,
    ...(email === null
      ? []
      : [
          (after: string) => sql<Found[]>`
            select id, to_jsonb(n) as row from notifications n
            where recipient = ${email.toLowerCase()} and id > ${after} and user_id is null order by id limit ${PAGE}`,
        ]),
  ]
  for (const find of finders) {
    for (let after = FIRST_ID; ; ) {
      const found = await find(after)
      const last = found.at(-1)
      if (!last) break
      after = last.id
      yield await whole(db, found)
    }
  }
}

async function whole(db: Database, found: readonly Found[]): Promise<Row[]> {
  const shown = await withoutSensitive(
    db,
    found.map(({ id, row }) => ({
      ...{ id, status: row.status, sensitive: row.sensitive, payload: row.payload },
      eventType: row.event_type as string | null,
      source: row.source as SourceKind,
      sourceName: row.source_name as string | null,
    })),
  )
  const payloads = new Map(shown.map(({ id, payload }) => [id, payload]))
  const sensitive = new Set(shown.filter((one) => one.sensitive).map(({ id }) => id))
  const deliveries = await deliveriesOf(
    db,
    found.map(({ id }) => id),
    sensitive,
  )
  return found.map(({ id, row }) => ({
    ...row,
    payload: payloads.get(id),
    deliveries: deliveries.filter(({ notification_id }) => notification_id === id),
  }))
}

async function deliveriesOf(
  { sql }: Database,
  notificationIds: readonly string[],
  sensitive: ReadonlySet<string>,
): Promise<Row[]> {
  const ids = notificationIds as string[]
  const since = lowestIdSince(ids)
  const deliveries = await sql<{ row: Row }[]>`
    select to_jsonb(d) - array['leased_until', 'leased_by'] as row from deliveries d
    where notification_id = any(${ids}::uuid[]) and id >= ${since} order by id`
  if (deliveries.length === 0) return []
  const own = deliveries.map(({ row }) => row.id)
  const { low, high } = idBounds(own)
  const contents = await sql<{ of: string; row: Row }[]>`
    select delivery_id as of, to_jsonb(c) - 'delivery_id' as row from delivery_contents c
    where delivery_id = any(${own}::uuid[]) and delivery_id between ${low} and ${high}`
  const attempts = await sql<{ of: string; row: Row }[]>`
    select delivery_id as of, to_jsonb(a) - array['delivery_id', 'notification_id', 'trace_id'] as row from attempts a
    where notification_id = any(${ids}::uuid[]) and id >= ${since} order by id`
  const told = await sql<{ of: string; row: Row }[]>`
    select delivery_id as of, to_jsonb(e) - 'delivery_id' as row from provider_events e
    where delivery_id = any(${own}::uuid[]) order by at`
  return deliveries.map(({ row }) => ({
    ...row,
    // A mail with a sensitive value in it is not handed out.
    content: sensitive.has(String(row.notification_id)) ? null : (rowsOf(contents, row.id)[0] ?? null),
    attempts: rowsOf(attempts, row.id),
    provider_events: rowsOf(told, row.id),
  }))
}

const rowsOf = (rows: readonly { of: string; row: Row }[], id: string) =>
  rows.filter(({ of }) => of === id).map(({ row }) => row)
