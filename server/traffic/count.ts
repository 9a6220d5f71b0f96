import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'

const HOUR_MS = 60 * 60 * 1000
/** So long retries and quiet hours may change what became of a delivery; every run counts these hours again. */
const CHANGING_HOURS = 24
/** What the lists show, and a little more. Delays are as long, and mails come back late: one run a day counts it all again. */
const KEPT_HOURS = 31 * 24
/** In one statement, so that none runs for long: at 10 M deliveries a month 333,000 rows. */
const AT_ONCE = 24

/**
 * Counts again what templates and workflows sent in the last whole hours, back to where the counts end. What a digest
 * collected counts once, with the delivery that goes out. An hour may be counted any number of times, also by two at
 * once. Answers how many hours it counted.
 */
export async function countTraffic(
  { sql }: Database,
  clock: Clock,
  { daily }: { daily: boolean },
): Promise<{ hours: number }> {
  const end = Math.floor(clock.now().getTime() / HOUR_MS)
  const [row] = await sql<{ last: number | null }[]>`
    select floor(extract(epoch from max(hour)) / 3600)::int as last from template_traffic`
  const again = end - (daily ? KEPT_HOURS : CHANGING_HOURS)
  const begin = Math.max(end - KEPT_HOURS, Math.min(again, row?.last ?? 0))
  for (let from = begin; from < end; from += AT_ONCE) {
    const first = new Date(from * HOUR_MS).toISOString()
    const last = new Date((Math.min(from + AT_ONCE, end) - 1) * HOUR_MS).toISOString()
    await sql`
      with counted as materialized (
        select h.hour, d.template_key, d.workflow_id, d.sent, d.failed
        from generate_series(${first}::timestamptz, ${last}::timestamptz, interval '1 hour') as h(hour)
        cross join lateral (
          select template_key, workflow_id,
            count(*) filter (where status in ('SENT', 'DELIVERED', 'COMPLAINED')) as sent,
            count(*) filter (where status in ('FAILED', 'BOUNCED')) as failed
          from deliveries
          where id >= uuid_at(h.hour) and id < uuid_at(h.hour + interval '1 hour') and template_version > 0
            and digest_of is null
          group by template_key, workflow_id
        ) d
      ), of_workflows as (
        insert into workflow_traffic (hour, workflow_id, sent, failed)
        select hour, workflow_id, sum(sent), sum(failed) from counted where workflow_id is not null
        group by hour, workflow_id order by hour, workflow_id
        on conflict (hour, workflow_id) do update set sent = excluded.sent, failed = excluded.failed
        where (workflow_traffic.sent, workflow_traffic.failed) <> (excluded.sent, excluded.failed)
      )
      insert into template_traffic (hour, template_key, sent, failed)
      select hour, template_key, sum(sent), sum(failed) from counted
      group by hour, template_key order by hour, template_key
      on conflict (hour, template_key) do update set sent = excluded.sent, failed = excluded.failed
      where (template_traffic.sent, template_traffic.failed) <> (excluded.sent, excluded.failed)`
  }
  if (daily) {
    const kept = new Date((end - KEPT_HOURS) * HOUR_MS).toISOString()
    await sql`delete from template_traffic where hour < ${kept}::timestamptz`
    await sql`delete from workflow_traffic where hour < ${kept}::timestamptz`
  }
  return { hours: end - begin }
}
