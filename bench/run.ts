import { cpus, totalmem } from 'node:os'
import { type Child, startChild } from './child.ts'
import { type BenchDatabase, startBenchDatabase } from './database.ts'

export interface Bench {
  database: BenchDatabase
  /** Starts a child process that the run ends. */
  start(name: string, script: string, options?: StartOptions): Promise<Child>
}

type StartOptions = Omit<Parameters<typeof startChild>[2], 'folder'>

/**
 * Runs a benchmark on a fresh database and leaves nothing behind: not when it fails, not after `seconds`, not on
 * Ctrl-C. Exits 0, or 1 with the reason.
 */
export async function runBench(seconds: number, body: (bench: Bench) => Promise<void>): Promise<never> {
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => undefined)
  const bound = setTimeout(
    () => stopped.reject(new Error(`not finished within ${seconds} s`)),
    seconds * 1000,
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stopped.reject(new Error(signal)))
  }
  const children: Child[] = []
  const machine = cpus()
  console.log(
    `${machine.length} × ${machine[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB, ` +
      `Node ${process.version}; embedded PostgreSQL with fsync and synchronous_commit on, everything on this machine`,
  )
  const database = await startBenchDatabase()
  let code = 0
  try {
    const start: Bench['start'] = async (name, script, options = {}) => {
      const child = await startChild(name, script, { ...options, folder: database.folder })
      children.push(child)
      return child
    }
    await Promise.race([body({ database, start }), stopped.promise])
  } catch (error) {
    console.error(error instanceof Error ? error.stack : error)
    code = 1
  } finally {
    clearTimeout(bound)
    await Promise.all(children.map((child) => child.stop()))
    await database.stop()
  }
  process.exit(code)
}

/** What a program of the product needs beside its role. */
export const productVariables = ({ url, folder }: BenchDatabase) => ({
  DATABASE_URL: url,
  POSTHORN_DATA_DIR: folder,
  POSTHORN_HOST: '127.0.0.1',
  APP_SECRET: 'only-for-the-benchmark-and-never-outside-it',
  LOG_LEVEL: 'info',
})
