import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, type Database } from '#server/db/client.ts'
import { TEMPLATE } from './postgres.ts'

export interface TestDatabase {
  db: Database
  url: string
  close(): Promise<void>
}

/** A database of its own for a test file: a clone of the migrated template (some 30 ms). */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const name = `posthorn_${randomBytes(6).toString('hex')}`
  const admin = createDatabase({ url: server, schema: 'public', applicationName: 'tests', max: 1 })
  // Cloning wants the template free; another file may be cloning it just now.
  await admin.sql`select pg_advisory_lock(hashtext('posthorn.clone'))`
  await admin.sql.unsafe(`create database ${name} template ${TEMPLATE} strategy wal_log`)
  await admin.sql`select pg_advisory_unlock(hashtext('posthorn.clone'))`
  const url = new URL(server)
  url.pathname = `/${name}`
  const db = createDatabase({ url: url.href, schema: 'posthorn', applicationName: name, max: 10 })
  return {
    db,
    url: url.href,
    close: async () => {
      await db.sql.end({ timeout: 5 })
      await admin.sql.unsafe(`drop database if exists ${name} with (force)`)
      await admin.sql.end()
    },
  }
}
