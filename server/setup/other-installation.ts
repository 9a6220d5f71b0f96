import { createDatabase } from '#server/db/client.ts'
import { WORKER_SILENT_S } from '#server/db/schema/workers.ts'

/**
 * The schema of another Posthorn that runs in this database; null: there is none. Both would take each other's jobs,
 * since the queue has one schema for all, and mails would stop without a word.
 */
export async function runningBeside(url: string, schema: string): Promise<string | null> {
  const { sql } = createDatabase({ url, schema, applicationName: 'posthorn start', max: 1 })
  try {
    const others = await sql<{ name: string }[]>`
      select n.nspname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = 'workers' and n.nspname <> ${schema}
        and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
        and exists (select 1 from pg_class d where d.relnamespace = n.oid and d.relname = 'delivery_contents')
      order by 1`
    for (const { name } of others) {
      const [live] = await sql`select 1 from ${sql(name)}.workers
        where heartbeat_at > now() - make_interval(secs => ${WORKER_SILENT_S})`
      if (live) return name
    }
    return null
  } finally {
    await sql.end()
  }
}
