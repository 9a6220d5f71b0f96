import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { createDatabase } from '#server/db/client.ts'
import { migrateDatabase } from '#server/db/migrate.ts'
import { startEmbeddedPostgres } from '#server/supervisor/embedded-postgres.ts'
import { buildEmails } from '../../bin/build-emails.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server that tests clone their databases on; the template's name is `posthorn_template`. */
    postgresUrl: string
  }
}

export const TEMPLATE = 'posthorn_template'

/**
 * The compiled e-mails, and one PostgreSQL for the run, with a migrated template database. `TEST_DATABASE_URL` uses a
 * running server instead.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildEmails({ root: fileURLToPath(new URL('../..', import.meta.url)) })
  const given = project.vitest.config.env?.TEST_DATABASE_URL
  const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-test-'))
  const server = given
    ? { url: given, stop: async () => undefined }
    : await startEmbeddedPostgres({ dataDir, fast: true })
  const admin = createDatabase({ url: server.url, schema: 'public', applicationName: 'tests', max: 1 })
  await admin.sql.unsafe(`drop database if exists ${TEMPLATE} with (force)`)
  await admin.sql.unsafe(`create database ${TEMPLATE}`)
  await admin.sql.end()
  const url = new URL(server.url)
  url.pathname = `/${TEMPLATE}`
  await migrateDatabase(url.href, 'posthorn')
  project.provide('postgresUrl', server.url)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
