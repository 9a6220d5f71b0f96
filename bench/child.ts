import { fork } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Variables, variablesWith } from '#server/env.ts'

export interface Child {
  name: string
  pid: number
  /** Sends it a message and resolves with its next one. */
  ask<Answer>(message: object): Promise<Answer>
  /** Asks it to end, and kills it if it does not. */
  stop(): Promise<void>
}

const READY_MS = 60_000
const STOP_MS = 15_000

/** A mail provider of the surroundings must not be reached by a benchmark. */
const noProvider: Variables = {
  RESEND_API_KEY: '',
  SMTP_URL: '',
  MAIL_SERVER: '',
  EMAIL_HOST_USER: '',
  EMAIL_ALLOW_TO: '',
}

/**
 * Starts a TypeScript file of the repository (`script`, from its root) and waits until it says that it is ready. What
 * it prints goes to a file in `folder`, as under the supervisor. Throws if it ends before.
 */
export async function startChild(
  name: string,
  script: string,
  options: { folder: string; variables?: Variables; args?: readonly string[] },
): Promise<Child> {
  const log = openSync(join(options.folder, `${name.replaceAll(/\W+/g, '-')}.log`), 'a')
  const child = fork(fileURLToPath(new URL(`../${script}`, import.meta.url)), [...(options.args ?? [])], {
    env: variablesWith({ NODE_ENV: 'production', ...noProvider, ...options.variables }),
    stdio: ['ignore', log, log, 'ipc'],
    execArgv: [],
  })
  closeSync(log)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const next = <Message>() =>
    new Promise<Message>((resolve, reject) => {
      const onMessage = (message: unknown) => {
        child.off('exit', onExit)
        resolve(message as Message)
      }
      const onExit = (code: number | null) => reject(new Error(`${name} ended (${code}) before it answered`))
      child.once('message', onMessage)
      child.once('exit', onExit)
    })
  const late = setTimeout(() => child.kill('SIGKILL'), READY_MS)
  await next()
  clearTimeout(late)
  return {
    name,
    pid: child.pid ?? 0,
    ask: (message) => {
      const answer = next<never>()
      child.send(message)
      return answer
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const bound = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await ended
      clearTimeout(bound)
    },
  }
}
