/**
 * A short child of the supervisor: brings the database up to date and seeds it, tells what it made, and ends. The
 * supervisor itself stays small.
 */
import { migrateDatabase } from '#server/db/migrate.ts'
import { getEnv } from '#server/env.ts'
import { prepare } from '#server/setup/first-start.ts'
import { runningBeside } from '#server/setup/other-installation.ts'

const tell = (message: object) => new Promise<void>((resolve) => process.send?.(message, () => resolve()))

try {
  const { database } = getEnv()
  if (!database.url) throw new Error('prepare.ts runs below the supervisor, which gives it DATABASE_URL')
  const other = await runningBeside(database.url, database.schema)
  if (other) {
    await tell({
      failed: `another Posthorn runs in it, in the schema “${other}”; the two would take each other's jobs. Give each a database of its own.`,
    })
    process.exit(1)
  }
  await migrateDatabase(database.url, database.schema)
  await tell(await prepare())
  process.exit(0)
} catch (error) {
  const refused = databaseWords(error)
  if (refused) await tell({ failed: refused })
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}

/** PostgreSQL's own words, if the cause is an answer of PostgreSQL (a missing right, a full disk). */
function databaseWords(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'PostgresError') return cause.message
  }
  return null
}
