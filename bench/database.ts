import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiKey } from '#server/api-keys/create.ts'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { createDatabase, type Database } from '#server/db/client.ts'
import { migrateDatabase } from '#server/db/migrate.ts'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { startEmbeddedPostgres } from '#server/supervisor/embedded-postgres.ts'
import { registerGitTemplates } from '#server/templates/register-git.ts'

export interface BenchDatabase {
  /** A temporary folder, gone after `stop`. */
  folder: string
  url: string
  db: Database
  /** Of a key that may ingest and read. */
  apiKey: string
  /** PostgreSQL's main process. */
  pid: number
  /** Empties what runs write, queue included, so that every round begins alike. */
  clear(): Promise<void>
  stop(): Promise<void>
}

/** A PostgreSQL of its own with durability on as in production, migrated and seeded. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bench-'))
  const server = await startEmbeddedPostgres({ dataDir: folder, fast: false })
  await migrateDatabase(server.url, 'posthorn')
  const db = createDatabase({ url: server.url, schema: 'posthorn', applicationName: 'bench', max: 4 })
  const ctx: Context = { db, clock: systemClock, actor: { kind: 'system' } }
  await registerGitTemplates(ctx)
  await seedWorkflows(ctx)
  const { key } = await createApiKey(ctx, { name: 'bench', scopes: ['ingest', 'read'] })
  return {
    folder,
    url: server.url,
    db,
    apiKey: key,
    pid: Number.parseInt(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10),
    clear: async () => {
      await db.sql`truncate notifications, deliveries, delivery_contents, attempts, inbox_messages, idempotency_keys`
      await db.sql`truncate graphile_worker._private_jobs`
      await db.sql`checkpoint`
    },
    stop: async () => {
      await db.sql.end({ timeout: 5 })
      await server.stop()
      // On its way out PostgreSQL may still be writing when the folder is first walked.
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}
