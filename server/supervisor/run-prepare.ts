import { type ChildProcess, fork } from 'node:child_process'
import { variablesWith } from '#server/env.ts'
import type { Made } from '#server/supervisor/banner.ts'
import type { Output } from '#server/supervisor/output.ts'
import { StartError } from '#server/supervisor/start-error.ts'

/**
 * Runs `prepare.ts` and answers what it made. `started` gets the child, so that a stop can end it. Throws `StartError`
 * with PostgreSQL's words; a bug's stack has been printed by then.
 */
export async function runPrepare(
  script: string,
  variables: Readonly<Record<string, string>>,
  output: Output,
  started: (child: ChildProcess) => void = () => {},
): Promise<Made> {
  const child = fork(script, {
    env: variablesWith(variables),
    stdio: ['ignore', output.childStdio, output.childStdio, 'ipc'],
    execArgv: [],
  })
  started(child)
  output.adopt({ name: 'prepare', stdout: child.stdout, stderr: child.stderr })
  let told: Made & { failed?: string } = {}
  child.on('message', (message: typeof told) => {
    told = message
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code === 0) return told
  throw new StartError(`The database could not be prepared: ${told.failed ?? 'the reason stands above'}`)
}
