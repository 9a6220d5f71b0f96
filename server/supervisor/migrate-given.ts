import { fileURLToPath } from 'node:url'
import { getEnv } from '#server/env.ts'
import { credentials } from '#server/supervisor/banner.ts'
import { consoleOutput } from '#server/supervisor/output.ts'
import { waitForDatabase } from '#server/supervisor/postgres-connection.ts'
import { runPrepare } from '#server/supervisor/run-prepare.ts'
import { StartError } from '#server/supervisor/start-error.ts'

/**
 * Brings the database of DATABASE_URL up to date, for deployments that do this before they start the new version.
 * Throws `EnvError` or `StartError`.
 */
export async function migrateGiven(): Promise<void> {
  const { database, role } = getEnv()
  if (!database.url)
    throw new StartError('DATABASE_URL: is missing; the embedded database is migrated at each start')
  const output = consoleOutput()
  const onWait = (where: string) =>
    output.log('warn', `Waiting for ${where}, ${database.waitSeconds} s at most`)
  await waitForDatabase(database.url, database.waitSeconds, onWait, () => false)
  const script = fileURLToPath(new URL('./prepare.ts', import.meta.url))
  const made = await runPrepare(script, { DATABASE_URL: database.url, POSTHORN_ROLE: role }, output)
  const once = credentials(made)
  if (once) output.say(once)
  output.log('info', 'The database is up to date')
}
