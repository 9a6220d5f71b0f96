import { sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { lowestId } from '#server/db/ids.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'

/** Dead letters looked at, newest first. */
const LOOKED_AT = 10_000
const SHOWN = 10

export interface FailureGroup {
  fingerprint: string
  /** The provider's code, and its words in the newest of the group. */
  reason: string | null
  reasonText: string | null
  count: number
  templateKey: string
  provider: string | null
  /** The addresses' domain, where all of the group have the same. */
  domain: string | null
  lastAt: Date
  example: { notificationId: string; deliveryId: string }
}

export interface Failures {
  groups: FailureGroup[]
  total: number
  /** Only the newest 10,000 were looked at. */
  capped: boolean
}

/** Deliveries since `from` that failed, bounced or ended unknown, grouped by fingerprint, the largest group first. */
export async function failures(orm: Orm, from: Date): Promise<Failures> {
  const d = deliveries
  const rows = await orm.execute<{
    fingerprint: string
    reason: string | null
    reason_text: string | null
    count: number
    template_key: string
    provider: string | null
    domain: string | null
    last_at: string
    notification_id: string
    delivery_id: string
    total: number
  }>(sql`
    with dead as materialized (
      select ${d.id}, coalesce(${d.fingerprint}, ${d.reason}, ${d.status}) as fingerprint, ${d.reason}, ${d.reasonText},
        ${d.templateKey}, ${d.provider}, ${d.createdAt}, ${d.notificationId},
        nullif(lower(substring(${d.address} from '@([^@]+)$')), '') as domain
      from ${d} where ${d.status} in ('FAILED', 'BOUNCED', 'COMPLAINED', 'UNKNOWN') and ${d.id} >= ${lowestId(from)}
      order by ${d.id} desc limit ${LOOKED_AT}
    ), newest as (
      select distinct on (fingerprint) * from dead order by fingerprint, id desc
    ), counted as (
      select fingerprint, count(*)::integer as count,
        case when count(distinct domain) = 1 then min(domain) end as domain
      from dead group by fingerprint
    )
    select n.fingerprint, n.reason, n.reason_text, c.count, n.template_key, n.provider, c.domain, n.created_at as last_at,
      n.notification_id, n.id as delivery_id, (select count(*)::integer from dead) as total
    from counted c join newest n using (fingerprint)
    order by c.count desc, n.id desc limit ${SHOWN}`)
  const total = rows[0]?.total ?? 0
  return {
    groups: rows.map((row) => ({
      fingerprint: row.fingerprint,
      reason: row.reason,
      reasonText: row.reason_text,
      count: row.count,
      templateKey: row.template_key,
      provider: row.provider,
      domain: row.domain,
      lastAt: new Date(row.last_at),
      example: { notificationId: row.notification_id, deliveryId: row.delivery_id },
    })),
    total,
    capped: total >= LOOKED_AT,
  }
}
