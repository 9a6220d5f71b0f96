import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Env } from '#server/env.ts'
import { banner, credentials, type Made } from '#server/supervisor/banner.ts'
import { type RunningDatabase, startDatabase } from '#server/supervisor/database.ts'
import { consoleOutput, fileOutput, type Output } from '#server/supervisor/output.ts'
import type { Preflight } from '#server/supervisor/preflight.ts'
import { runPrepare } from '#server/supervisor/run-prepare.ts'
import { keepText } from '#server/supervisor/state-files.ts'
import { onStopSignal } from '#server/supervisor/stop-signals.ts'
import { type Supervised, supervised } from '#server/supervisor/supervised.ts'
import { watchSources } from '#server/supervisor/watch-sources.ts'

const script = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** What runs below the supervisor; tests put their own there. */
export interface Parts {
  prepare: string
  web: string
  worker: string
  releaseWorker(workerId: string): Promise<void>
}

const ownParts: Parts = {
  prepare: script('supervisor/prepare.ts'),
  web: script('web/main.ts'),
  worker: script('worker/main.ts'),
  releaseWorker: async (workerId) => {
    const { releaseWorker } = await import('#server/worker/release.ts')
    await releaseWorker(workerId)
  },
}

/**
 * Runs the database, web and worker until somebody asks it to stop, and ends them in the order in which they need each
 * other. Resolves when all of them are gone. Throws `StartError` if they could not be started.
 */
export async function supervise({ env, release }: Preflight, parts: Parts = ownParts): Promise<void> {
  const output = outputFor(env)
  const children: Supervised[] = []
  const asked = Promise.withResolvers<void>()
  let stopping = false
  let database: RunningDatabase | null = null
  let endPrepare = () => {}
  let untold: Made = {}
  let failure: unknown = null

  const stop = () => {
    stopping = true
    endPrepare()
    asked.resolve()
  }
  const fail = (error: unknown) => {
    if (!stopping) failure = error
    stop()
  }
  onStopSignal(
    (reason) => {
      output.log('info', 'Asked to stop', { reason })
      if (output.file) output.say('\nStopping: finishing what is in flight …')
      stop()
    },
    () => {
      for (const child of children) child.kill()
    },
  )

  const start = async () => {
    if (env.ignored.length > 0) {
      output.log('info', 'Variables of the old services mean nothing here', {
        ignored: env.ignored.join(', '),
      })
    }
    database = await startDatabase({ env, output, stopped: () => stopping, lost: fail })
    // Whatever runs in this process (releasing a dead worker) finds the database where the children find it.
    env.database.url = database.url
    env.access.appSecret ??= keepText(join(env.dataDir, 'app-secret'), () =>
      randomBytes(32).toString('base64url'),
    )
    if (stopping) return
    const variables = variablesFor(env, database.url, env.access.appSecret)
    const made = await runPrepare(
      parts.prepare,
      { ...variables, POSTHORN_ROLE: env.role },
      output,
      (child) => {
        endPrepare = () => child.kill('SIGTERM')
      },
    )
    untold = made
    if (stopping) return
    for (const role of rolesOf(env)) {
      children.push(
        supervised({
          name: role,
          script: parts[role],
          variables: { ...variables, POSTHORN_ROLE: role },
          output,
          released: async ({ workerId }) => {
            if (workerId) await parts.releaseWorker(workerId)
          },
        }),
      )
    }
    if (env.nodeEnv === 'development') restartWorkerOnChange(children, output)
    await Promise.race([Promise.all(children.map((child) => child.ready)), asked.promise])
    if (stopping) return
    untold = {}
    announce(env, made, output)
  }

  await start().catch(fail)
  if (!stopping) await asked.promise
  await Promise.all(children.map((child) => child.stop(env.shutdownMs)))
  await (database as RunningDatabase | null)?.stop()
  release()
  // They are stored as hashes already, and no later start could show them.
  const once = credentials(untold)
  if (once) output.say(once)
  if (failure !== null) throw failure
  output.log('info', 'Stopped')
}

function outputFor(env: Env): Output {
  const forPerson = env.role === 'all' && env.database.url === null && env.nodeEnv === 'production'
  return forPerson && !env.logToStdout ? fileOutput(join(env.dataDir, 'log')) : consoleOutput()
}

function rolesOf({ role }: Env): readonly ('web' | 'worker')[] {
  return role === 'all' ? ['web', 'worker'] : [role]
}

function variablesFor(env: Env, databaseUrl: string, appSecret: string): Readonly<Record<string, string>> {
  return {
    NODE_ENV: env.nodeEnv,
    DATABASE_URL: databaseUrl,
    APP_SECRET: appSecret,
    POSTHORN_DATA_DIR: env.dataDir,
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

function restartWorkerOnChange(children: readonly Supervised[], output: Output): void {
  const restart = () => children.find(({ name }) => name === 'worker')?.restart()
  watchSources(restart, (words) => output.log('error', words))
}

function announce(env: Env, made: Made, output: Output): void {
  const text = env.role === 'all' ? banner(env, made, output.file) : credentials(made)
  if (text) output.say(text)
  output.log('info', 'Ready')
}
