/**
 * Keeps one PostgreSQL, in a session of its own: Ctrl-C reaches a terminal's whole process group, and PostgreSQL must
 * outlive the workers that use it. It ends when told to, and when whoever started it is gone.
 * Arguments: the postgres program, its data directory, its own arguments.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [program = '', dataDir = '', ...args] = process.argv.slice(2)
const postgres = spawn(program, ['-D', dataDir, ...args], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { LC_ALL: 'C', NODE_ENV: 'production' },
})
let stopping = false

postgres.once('error', (error) => {
  process.stderr.write(`FATAL:  ${error.message}\n`)
  process.exit(1)
})
postgres.once('exit', () => process.exit(stopping ? 0 : 1))

const poll = setInterval(() => {
  if (!isReady()) return
  clearInterval(poll)
  process.send?.({ type: 'ready', pid: postgres.pid })
}, 20)

process.on('message', () => stop('SIGINT'))
process.on('SIGTERM', () => stop('SIGINT'))
process.on('SIGINT', () => stop('SIGINT'))
// The supervisor was killed: its children are finishing what they hold, and may use their connections for that.
process.on('disconnect', () => stop('SIGTERM'))

/** SIGTERM waits for the clients, SIGINT sends them away, SIGQUIT leaves the rest to crash recovery. */
function stop(signal: 'SIGTERM' | 'SIGINT'): void {
  if (stopping && signal === 'SIGTERM') return
  stopping = true
  postgres.kill(signal)
  setTimeout(() => postgres.kill('SIGINT'), 5_000)
  setTimeout(() => postgres.kill('SIGQUIT'), 25_000)
}

/** The eighth line of postmaster.pid is the state that `pg_ctl` waits for too. */
function isReady(): boolean {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === postgres.pid && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}
