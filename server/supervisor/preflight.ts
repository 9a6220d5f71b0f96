import { type Env, getEnv } from '#server/env.ts'
import { isPortFree } from '#server/supervisor/ports.ts'
import { StartError } from '#server/supervisor/start-error.ts'
import { assertWritable, lockFolder } from '#server/supervisor/state-files.ts'

export interface Preflight {
  env: Env
  /** Gives the data folder back to the next start. */
  release: () => void
}

/**
 * Everything that can be known to be wrong before anything slow: variables, data folder, another Posthorn, the port.
 * Throws `EnvError` or `StartError`.
 */
export async function preflight(): Promise<Preflight> {
  const env = getEnv()
  if (env.database.url) {
    if (!env.access.appSecret) {
      throw new StartError('APP_SECRET: is missing; expected at least 32 characters beside DATABASE_URL')
    }
    await assertPortFree(env, 0)
    return { env, release: () => {} }
  }
  assertWritable(env.dataDir)
  const lock = lockFolder(env.dataDir)
  try {
    // The web process of a supervisor that was killed is still finishing.
    await assertPortFree(env, lock.wasLeft ? env.shutdownMs : 0)
  } catch (error) {
    lock.release()
    throw error
  }
  return { env, release: lock.release }
}

async function assertPortFree({ role, host, port }: Env, patienceMs: number): Promise<void> {
  if (role === 'worker') return
  const deadline = Date.now() + patienceMs
  while (!(await isPortFree(host, port))) {
    if (Date.now() >= deadline) {
      throw new StartError(
        `PORT: ${port} is taken on ${host}; stop what listens there or set PORT to another one`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
