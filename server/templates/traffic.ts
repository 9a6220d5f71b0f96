import type { Context } from '#server/context.ts'

export interface TemplateTraffic {
  sent: number
  failed: number
}

/** Of the hours that are not counted yet so many are counted while one waits; more only if the cron stood still. */
const LIVE_HOURS = 3

/**
 * E-mails of the last 30 days by template. Whole hours come from `template_traffic`; what was made since the last of
 * them is counted live, by the primary key. At 10 M deliveries a month (14,000 an hour) and 50 templates: some 25 ms.
 */
export async function trafficOf(
  { db, clock }: Context,
  keys: readonly string[],
): Promise<Map<string, TemplateTraffic>> {
  if (keys.length === 0) return new Map()
  const now = clock.now().toISOString()
  const rows = await db.sql<({ key: string } & TemplateTraffic)[]>`
    with bound as (
      select greatest(
        coalesce((select max(hour) + interval '1 hour' from template_traffic), '-infinity'),
        ${now}::timestamptz - make_interval(hours => ${LIVE_HOURS})
      ) as at
    ), counted as (
      select template_key as key, sum(sent) as sent, sum(failed) as failed from template_traffic
      where hour > ${now}::timestamptz - interval '30 days' group by 1
    ), live as (
      select d.template_key as key,
        count(*) filter (where d.status in ('SENT', 'DELIVERED', 'COMPLAINED')) as sent,
        count(*) filter (where d.status in ('FAILED', 'BOUNCED')) as failed
      from deliveries d
      where d.id >= uuid_at((select at from bound)) and d.template_version > 0 group by 1
    )
    select key, sum(sent)::int as sent, sum(failed)::int as failed
    from (select * from counted union all select * from live) as figures
    where key = any(${[...keys]}::text[]) group by key`
  return new Map(rows.map(({ key, sent, failed }) => [key, { sent, failed }]))
}
