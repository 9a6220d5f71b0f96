import type postgres from 'postgres'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { eventData } from '#server/ingest/event-data.ts'

/** What a digest's template is rendered with. */
export interface DigestData extends Record<string, unknown> {
  count: number
  /** The data of each event, in their order. */
  items: Record<string, unknown>[]
}

export const digestData = (
  events: readonly { source: SourceKind; payload: Record<string, unknown> }[],
): DigestData => ({
  count: events.length,
  items: events.map(({ source, payload }) => eventData(source, payload)),
})

/** Whether the template of the delivery `d` is given a list of events: it is of a digest, or of a workflow that collects. */
export const isListed = (sql: postgres.ISql) => sql`(d.is_digest or d.digest_of is not null
  or exists (select 1 from workflows w where w.id = d.workflow_id and w.digest is not null))`

/** The list that a delivery, or the one that it sends again as it was, was rendered with; null: it is given none. */
export async function digestDataOf(sql: postgres.ISql, deliveryId: string): Promise<DigestData | null> {
  const events = await sql<{ source: SourceKind; payload: Record<string, unknown> }[]>`
    with recursive sent as (
      select d.id, ${isListed(sql)} as is_listed, d.replay_of, d.replay_mode from deliveries d where d.id = ${deliveryId}
      union all
      select d.id, ${isListed(sql)}, d.replay_of, d.replay_mode from deliveries d
      join sent s on d.id = s.replay_of and s.replay_mode = 'sent'
    )
    select n.source, n.payload from sent s
    join deliveries d on d.id = s.id or (d.digest_of = s.id and d.status not in ('WITHHELD', 'CANCELLED'))
    join notifications n on n.id = d.notification_id
    where s.is_listed and (s.replay_of is null or s.replay_mode <> 'sent') order by n.id`
  return events.length > 0 ? digestData(events) : null
}
