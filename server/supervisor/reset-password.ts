import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '#server/clock.ts'
import { closeDatabases, getDatabase } from '#server/db/pools.ts'
import { type Env, getEnv } from '#server/env.ts'
import { isDomainError } from '#server/errors.ts'
import { generatePassword } from '#server/members/generate-password.ts'
import type { RunningDatabase } from '#server/supervisor/database.ts'
import { startEmbeddedPostgres } from '#server/supervisor/embedded-postgres.ts'
import { waitForDatabase } from '#server/supervisor/postgres-connection.ts'
import { StartError } from '#server/supervisor/start-error.ts'
import { lockFolder } from '#server/supervisor/state-files.ts'

/**
 * For whoever has the machine: gives the member with this address a new password, and answers it. Uses the database that
 * is given or that runs already, else starts the embedded one for as long as it takes. Throws `EnvError` or `StartError`.
 */
export async function resetMemberPassword(email: string): Promise<string> {
  const env = getEnv()
  const database = await reach(env)
  env.database.url = database.url
  try {
    return await generatePassword({ db: getDatabase(), clock: systemClock, actor: { kind: 'system' } }, email)
  } catch (error) {
    throw isDomainError(error) ? new StartError(error.message) : error
  } finally {
    await closeDatabases()
    await database.stop()
  }
}

async function reach({ database: { url, waitSeconds }, dataDir }: Env): Promise<RunningDatabase> {
  const found = url ?? runningUrl(dataDir)
  if (found) {
    await waitForDatabase(
      found,
      waitSeconds,
      () => {},
      () => false,
    )
    return { url: found, stop: async () => {} }
  }
  const lock = lockFolder(dataDir)
  try {
    const embedded = await startEmbeddedPostgres({ dataDir })
    return {
      url: embedded.url,
      stop: async () => {
        await embedded.stop()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Where the embedded database of a running Posthorn is; null when none runs on this folder. */
function runningUrl(dataDir: string): string | null {
  if (!existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) {
    throw new StartError(
      `There is no database in ${dataDir}; start Posthorn once, or set POSTHORN_DATA_DIR or DATABASE_URL`,
    )
  }
  try {
    lockFolder(dataDir).release()
    return null
  } catch {
    const [port, password] = ['postgres-port', 'postgres-password'].map((name) =>
      readFileSync(join(dataDir, name), 'utf8').trim(),
    )
    return `postgres://posthorn:${password}@127.0.0.1:${port}/posthorn`
  }
}
