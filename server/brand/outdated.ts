import { sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'

/**
 * The templates whose newest version was compiled before the theme was saved, by key: those of the studio alone, since
 * plain ones and those of git have a look of their own. One that brings an older version back was compiled as that was.
 * Archived ones are left out.
 */
export async function outdatedTemplates(orm: Orm): Promise<{ key: string; name: string | null }[]> {
  const rows = await orm.execute<{ key: string; name: string | null }>(sql`
    with recursive newest as (
      select distinct on (v.template_key) v.template_key, v.kind, v.restores, v.created_at from template_versions v
      where v.version > 0 order by v.template_key, v.version desc
    ), compiled as (
      select template_key, restores, created_at from newest where kind in ('visual', 'code')
      union all
      select v.template_key, v.restores, v.created_at from compiled c
      join template_versions v on v.template_key = c.template_key and v.version = c.restores
    )
    select t.key, t.name from templates t
    join compiled c on c.template_key = t.key and c.restores is null
    join brand_themes b on c.created_at < b.updated_at
    where t.archived_at is null order by t.key`)
  return rows.map(({ key, name }) => ({ key, name }))
}
