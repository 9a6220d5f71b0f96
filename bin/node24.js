// Plain JavaScript that Node 20 can run. The server needs Node 24; npm brings one as an optional dependency.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Whether this process can run the server. */
export const isNode24 = Number(process.versions.node.split('.')[0]) >= 24

/** The path of a Node 24 or newer: this one, or npm's. Throws an Error for people if there is none. */
export function node24() {
  if (isNode24) return process.execPath
  const own = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(own)) return own
  throw new Error(
    `Node 24 or newer is needed, this is ${process.version}, and npm has none for this platform`,
  )
}

/**
 * Runs this script again on Node 24 and answers its exit code. It inherits the terminal, gets our signals, and sees by
 * its IPC channel when we are gone.
 * @param {string[]} args
 */
export function runOnNode24(args) {
  const child = spawn(node24(), args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

/**
 * Runs a program quietly; answers whether it went well and what it printed. A signal to us ends it first.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [variables]
 */
export function runQuietly(command, args, variables = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...variables },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (chunk) => {
      printed += chunk
    })
  }
  let stopped = false
  const stop = () => {
    stopped = true
    child.kill('SIGTERM')
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, stop)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, stopped, printed: error.message }))
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, stop)
      resolve({ ok: code === 0 && !stopped, stopped, printed })
    })
  })
}
