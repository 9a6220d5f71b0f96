import { type ChildProcess, fork } from 'node:child_process'
import { variablesWith } from '#server/env.ts'
import type { Output } from '#server/supervisor/output.ts'
import { StartError } from '#server/supervisor/start-error.ts'

export interface Supervised {
  name: string
  /** Resolves when it first reports ready; rejects when it died too often before. */
  ready: Promise<void>
  /** Asks it to end, kills it after `ms`, and resolves when it is gone and `released`. */
  stop(ms: number): Promise<void>
  /** Ends it now, without asking. */
  kill(): void
  /** Ends it in good order and starts it anew. */
  restart(): void
}

interface Options {
  name: string
  /** A TypeScript file that Node runs. */
  script: string
  variables: Readonly<Record<string, string>>
  output: Output
  /** Called after each of its ends, with what it told when it became ready. */
  released?: (told: Readonly<Record<string, string>>) => Promise<void>
}

const patience = 5
/** With the database away nothing can be released; the other workers' sweep does it later. */
const releaseMs = 10_000
const delayMs = (failures: number) => Math.min(250 * 2 ** failures, 10_000)

/** Starts a child process and starts it again whenever it dies, later each time until it was ready again. */
export function supervised({ name, script, variables, output, released }: Options): Supervised {
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | undefined
  let stopping = false
  let restarting = false
  let failures = 0
  let gone = Promise.withResolvers<void>()
  const firstReady = Promise.withResolvers<void>()
  firstReady.promise.catch(() => {})

  const start = () => {
    timer = undefined
    gone = Promise.withResolvers<void>()
    const started = fork(script, {
      env: variablesWith(variables),
      stdio: ['ignore', output.childStdio, output.childStdio, 'ipc'],
      execArgv: [],
    })
    child = started
    let told: Readonly<Record<string, string>> | null = null
    output.adopt({ name, stdout: started.stdout, stderr: started.stderr })
    started.on('message', (message: Readonly<Record<string, string>>) => {
      if (message.type !== 'ready') return
      if (failures > 0) output.log('info', `${name} runs again`, { child: started.pid ?? null })
      told = message
      failures = 0
      firstReady.resolve()
    })
    started.once('error', (error) => {
      output.log('error', `${name}: ${error.message}`)
      if (started.pid === undefined) void ended(null, null, null) // never began, so no exit will be told
    })
    started.once('exit', (code, signal) => void ended(code, signal, told))
  }

  const ended = async (
    code: number | null,
    signal: string | null,
    told: Readonly<Record<string, string>> | null,
  ) => {
    child = null
    if (told && released) {
      await within(releaseMs, released(told)).catch((error: Error) => {
        output.log('error', `What ${name} held could not be released: ${error.message}`)
      })
    }
    gone.resolve()
    if (stopping) return
    const wanted = code === 0 || restarting
    restarting = false
    if (!wanted) {
      failures += 1
      output.log('warn', `${name} ended (${signal ?? `exit ${code}`}) and is started again`, { failures })
    }
    if (failures >= patience) {
      firstReady.reject(new StartError(`${name} ended ${failures} times before it was ready`))
    }
    timer = setTimeout(start, wanted ? 0 : delayMs(failures - 1))
  }

  start()
  return {
    name,
    ready: firstReady.promise,
    stop: async (ms) => {
      stopping = true
      clearTimeout(timer)
      if (!child) return await gone.promise
      child.kill('SIGTERM')
      const bound = setTimeout(() => {
        output.log('warn', `${name} did not finish within ${ms / 1000} s and is killed`)
        child?.kill('SIGKILL')
      }, ms)
      await gone.promise
      clearTimeout(bound)
    },
    kill: () => child?.kill('SIGKILL'),
    restart: () => {
      if (stopping) return
      restarting = child !== null
      child?.kill('SIGTERM')
      if (timer === undefined) return // running, or its end is being settled and it starts after that
      clearTimeout(timer)
      start()
    },
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${ms / 1000} s`)), ms)
  await Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}
