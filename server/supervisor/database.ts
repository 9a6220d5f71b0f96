import type { Env } from '#server/env.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/supervisor/embedded-postgres.ts'
import type { Output } from '#server/supervisor/output.ts'
import { waitForDatabase } from '#server/supervisor/postgres-connection.ts'

export interface RunningDatabase {
  url: string
  stop(): Promise<void>
}

interface Options {
  env: Env
  output: Output
  stopped: () => boolean
  /** Called when the embedded one is lost for good. */
  lost: (error: unknown) => void
}

/**
 * Starts the embedded PostgreSQL, and again whenever it dies, or waits for the one that is given. Throws `StartError`.
 */
export async function startDatabase({ env, output, stopped, lost }: Options): Promise<RunningDatabase> {
  const { url, waitSeconds } = env.database
  if (url) {
    const onWait = (where: string) => output.log('warn', `Waiting for ${where}, ${waitSeconds} s at most`)
    await waitForDatabase(url, waitSeconds, onWait, stopped)
    return { url, stop: async () => {} }
  }
  let current: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir: env.dataDir })
  let stopping = false
  const keepRunning = async () => {
    while (!stopping) {
      await current.ended
      if (stopping) return
      output.log('error', 'The embedded PostgreSQL ended and is started again')
      // The same port, or its clients would not find it.
      const port = Number(new URL(current.url).port)
      current = await startEmbeddedPostgres({ dataDir: env.dataDir, port, stopped: () => stopping })
    }
    await current.stop()
  }
  const kept = keepRunning().catch(lost)
  return {
    url: current.url,
    stop: async () => {
      stopping = true
      await current.stop()
      await kept
    },
  }
}
