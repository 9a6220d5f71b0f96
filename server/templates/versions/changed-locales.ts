import { sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import type { TemplateSource } from '#server/db/schema/templates.ts'

/** So far back it is looked for when a text was last changed. */
const LOOKED_BACK = 100

/**
 * The locales of a version, its default first, each with the time at which its text was published first as it is: of
 * the unbroken run of versions, up to this one, that have the same.
 */
export async function changedLocales(
  orm: Orm,
  key: string,
  version: number,
): Promise<{ locale: string; source: TemplateSource; changedAt: Date }[]> {
  const rows = await orm.execute<{ locale: string; source: TemplateSource; changed_at: string }>(sql`
    select l.locale, l.source, (
      select min(v.created_at) from template_versions v
      where v.template_key = l.template_key and v.version <= l.version and v.version > coalesce((
        select max(o.version) from template_versions o
        left join template_locales p
          on p.template_key = o.template_key and p.version = o.version and p.locale = l.locale
        where o.template_key = l.template_key and o.version < l.version
          and o.version > greatest(0, l.version - ${LOOKED_BACK}::int) and p.source is distinct from l.source
      ), greatest(0, l.version - ${LOOKED_BACK}::int))
    ) as changed_at
    from template_locales l
    where l.template_key = ${key} and l.version = ${version}
    order by l.position`)
  return rows.map(({ locale, source, changed_at }) => ({ locale, source, changedAt: new Date(changed_at) }))
}
