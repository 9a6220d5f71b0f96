import { fileURLToPath } from 'node:url'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { runMigrations } from 'graphile-worker'
import { createDatabase } from './client.ts'

const folder = fileURLToPath(new URL('../../drizzle', import.meta.url))

/**
 * Brings the database to this version: our schema, the queue's, and the partitions of the coming months. Safe to run
 * from several processes at once (an advisory lock) and again.
 */
export async function migrateDatabase(url: string, schema: string): Promise<void> {
  const { sql, orm } = createDatabase({ url, schema, applicationName: 'posthorn migrate', max: 1 })
  try {
    await sql`select pg_advisory_lock(hashtext('posthorn.migrate'))`
    await sql`create schema if not exists ${sql(schema)}`
    await migrate(orm, { migrationsFolder: folder, migrationsSchema: schema, migrationsTable: 'migrations' })
    await runMigrations({ connectionString: url })
    await sql`select make_partitions(2)`
  } finally {
    await sql.end()
  }
}
