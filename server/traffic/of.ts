import type { Context } from '#server/context.ts'

export interface Traffic {
  sent: number
  failed: number
}

/** Of the hours that are not counted yet so many are counted while one waits; more only if the cron stood still. */
const LIVE_HOURS = 3

const tables = {
  template: { table: 'template_traffic', key: 'template_key' },
  workflow: { table: 'workflow_traffic', key: 'workflow_id' },
} as const

/**
 * What was sent in the last 30 days, and what failed, by the template's key or the workflow's id; what sent nothing is
 * missing. Whole hours come from the counts, what was made since the last of them is counted live, by the primary key.
 */
export async function trafficOf(
  { db: { sql }, clock }: Pick<Context, 'db' | 'clock'>,
  by: keyof typeof tables,
  keys: readonly string[],
): Promise<Map<string, Traffic>> {
  if (keys.length === 0) return new Map()
  const now = clock.now().toISOString()
  const counts = sql(tables[by].table)
  const key = sql(tables[by].key)
  const rows = await sql<({ key: string } & Traffic)[]>`
    with bound as (
      select greatest(
        coalesce((select max(hour) + interval '1 hour' from ${counts}), '-infinity'),
        ${now}::timestamptz - make_interval(hours => ${LIVE_HOURS})
      ) as at
    ), counted as (
      select ${key}::text as key, sum(sent) as sent, sum(failed) as failed from ${counts}
      where hour > ${now}::timestamptz - interval '30 days' group by 1
    ), live as (
      select ${key}::text as key,
        count(*) filter (where status in ('SENT', 'DELIVERED', 'COMPLAINED')) as sent,
        count(*) filter (where status in ('FAILED', 'BOUNCED')) as failed
      from deliveries
      where id >= uuid_at((select at from bound)) and template_version > 0 and digest_of is null group by 1
    )
    select key, sum(sent)::int as sent, sum(failed)::int as failed
    from (select * from counted union all select * from live) as figures
    where key = any(${[...keys]}::text[]) group by key`
  return new Map(rows.map(({ key: of, sent, failed }) => [of, { sent, failed }]))
}
