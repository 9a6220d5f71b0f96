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

/** What the digest that this delivery sent, or sent again as it was, was rendered with; null: it is no digest. */
export async function digestDataOf(sql: postgres.ISql, deliveryId: string): Promise<DigestData | null> {
  const events = await sql<{ source: SourceKind; payload: Record<string, unknown> }[]>`
    with recursive sent as (
      select id, is_digest, replay_of, replay_mode from deliveries where id = ${deliveryId}
      union all
      select d.id, d.is_digest, d.replay_of, d.replay_mode from deliveries d
      join sent s on d.id = s.replay_of and s.replay_mode = 'sent'
    )
    select n.source, n.payload from sent s
    join deliveries d on d.id = s.id or (d.digest_of = s.id and d.status not in ('WITHHELD', 'CANCELLED'))
    join notifications n on n.id = d.notification_id
    where s.is_digest order by d.id = s.id desc, d.id`
  return events.length > 0 ? digestData(events) : null
}
