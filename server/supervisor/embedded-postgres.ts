import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isPortFree, unusedPort } from '#server/supervisor/ports.ts'
import { postgresBinaries } from '#server/supervisor/postgres-binaries.ts'
import { ensureDatabase } from '#server/supervisor/postgres-connection.ts'
import { commandLine, waitForEnd } from '#server/supervisor/process-identity.ts'
import { type RunAs, runAs } from '#server/supervisor/run-as.ts'
import { StartError } from '#server/supervisor/start-error.ts'
import { keepText } from '#server/supervisor/state-files.ts'

export interface EmbeddedPostgres {
  /** Of the database `posthorn`, as its superuser. */
  url: string
  /** Resolves when PostgreSQL has ended, whoever ended it. */
  ended: Promise<void>
  /** Sends the clients away, stops PostgreSQL and waits for its end. */
  stop(): Promise<void>
}

interface Options {
  /** Data goes to `postgres/` below it, beside port, password and log. Made if missing. */
  dataDir: string
  /** Default: the port of last time if it is free, else any. */
  port?: number
  /** Ends the wait for a killed predecessor's last statement early. */
  stopped?: () => boolean
  /** For tests only: a crash of the machine may lose everything. */
  fast?: boolean
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  checkpoint_timeout: '15min',
  jit: 'off',
  // Parallel queries want more shared memory than a container's 64 MB of /dev/shm.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_min_messages: 'warning',
}
/** How long a statement may go on after its postmaster was killed: it notices only when it waits for something. */
const OUTLIVED_MS = 60_000
const carelessSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
}

/**
 * Starts a real PostgreSQL on the loopback address, with its data kept in `dataDir`, made on the first start. One that
 * a killed predecessor left running in the same folder is stopped first. Throws `StartError`.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const { dataDir, fast = false, stopped = () => false } = options
  mkdirSync(dataDir, { recursive: true })
  const cluster = join(dataDir, 'postgres')
  const password = keepText(join(dataDir, 'postgres-password'), () => randomBytes(24).toString('base64url'))
  const log = openLog(dataDir)
  const as = runAs(cluster)
  if (!existsSync(join(cluster, 'PG_VERSION'))) await makeCluster(dataDir, as, log, fast)
  await stopOrphan(cluster)
  const port = options.port ?? (await rememberedPort(dataDir))

  const flags = Object.entries({ ...settings, ...(fast ? carelessSettings : {}), port: String(port) })
  const { command, args } = prefixed(as, process.execPath, [
    fileURLToPath(new URL('./keeper.ts', import.meta.url)),
    postgresBinaries().postgres,
    cluster,
    ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  const { keeper, ended } = await launch({ log, stopped }, () =>
    spawn(command, args, {
      ...as.options,
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      serialization: 'json',
    }),
  )
  closeSync(log.fd)
  const url = `postgres://posthorn:${password}@127.0.0.1:${port}/posthorn`
  const stop = () => stopKeeper(keeper, ended)
  try {
    await ensureDatabase(url)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, ended, stop }
}

/** Makes the cluster under another name first, so that an interrupted start leaves nothing half made. */
async function makeCluster(dataDir: string, as: RunAs, log: Log, fast: boolean): Promise<void> {
  const fresh = join(dataDir, 'postgres.new')
  const passwordFile = join(fresh, '.password')
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  const made = join(fresh, 'data')
  mkdirSync(made, { mode: 0o700 })
  const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8')
  keepText(passwordFile, () => password)
  if (as.owner) for (const path of [fresh, made, passwordFile]) chownSync(path, as.owner.uid, as.owner.gid)
  // The built-in provider gives Unicode's upper and lower case without any locale of the system.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const { command, args } = prefixed(as, postgresBinaries().initdb, [
    `--pgdata=${made}`,
    '--username=posthorn',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--no-instructions',
    ...locale,
    ...(fast ? ['--no-sync'] : []),
  ])
  const child = spawn(command, args, {
    ...as.options,
    stdio: ['ignore', log.fd, log.fd],
    env: { LC_ALL: 'C', NODE_ENV: 'production' },
  })
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
  if (code !== 0) throw new StartError(`The embedded PostgreSQL could not be set up: ${log.reason()}`)
  renameSync(made, join(dataDir, 'postgres'))
  rmSync(fresh, { recursive: true, force: true })
}

/** A PostgreSQL whose keeper was killed goes on running; it is ours if it runs in our data directory. */
async function stopOrphan(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  const command = commandLine(pid)
  if (command?.includes(`-D ${cluster} `)) {
    process.kill(pid, 'SIGINT')
    if (!(await waitForEnd(pid, 30_000)))
      throw new StartError(`PostgreSQL (process ${pid}) still runs in ${cluster}`)
  } else if (command !== null) {
    rmSync(file) // a pid used again, as containers do at every start; PostgreSQL itself would refuse to go on
  }
}

async function rememberedPort(dataDir: string): Promise<number> {
  const file = join(dataDir, 'postgres-port')
  const fresh = await unusedPort()
  const port = Number(keepText(file, () => String(fresh)))
  if (await isPortFree('127.0.0.1', port)) return port
  rmSync(file)
  return Number(keepText(file, () => String(fresh)))
}

/** Starts the keeper until PostgreSQL is ready: it refuses while a statement of a killed predecessor is still running. */
async function launch({ log, stopped }: { log: Log; stopped: () => boolean }, start: () => ChildProcess) {
  const deadline = Date.now() + OUTLIVED_MS
  for (;;) {
    log.forget()
    const keeper = start()
    const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()))
    const isReady = await new Promise<boolean>((resolve) => {
      keeper.once('message', () => resolve(true))
      keeper.once('exit', () => resolve(false))
      keeper.once('error', () => resolve(false))
    })
    if (isReady) return { keeper, ended }
    if (!log.says('pre-existing shared memory block') || Date.now() > deadline || stopped())
      throw new StartError(`The embedded PostgreSQL could not start: ${log.reason()}`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

async function stopKeeper(keeper: ChildProcess, ended: Promise<void>): Promise<void> {
  if (keeper.connected) keeper.send({ type: 'stop' }, () => {})
  await ended
}

interface Log {
  fd: number
  /** What stands in it by now is no longer looked at. */
  forget(): void
  says(words: string): boolean
  /** What went wrong, in PostgreSQL's words. */
  reason(): string
}

function openLog(dataDir: string): Log {
  const folder = join(dataDir, 'log')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'postgres.log')
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000)
    renameSync(file, join(folder, 'postgres.1.log'))
  const fd = openSync(file, 'a', 0o600)
  let from = statSync(file).size
  const words = () => readFileSync(file).subarray(from).toString('utf8')
  const forget = () => {
    from = statSync(file).size
  }
  const reason = () => {
    const lines = words().split('\n')
    const telling =
      lines.find((line) => /(FATAL|PANIC|error): /.test(line)) ?? lines.findLast((line) => line.trim())
    return telling?.replace(/^.*?(FATAL|PANIC|error):\s+/, '') ?? `see ${file}`
  }
  return { fd, forget, says: (part) => words().includes(part), reason }
}

function prefixed(as: RunAs, program: string, args: string[]): { command: string; args: string[] } {
  const [command = program, ...rest] = [...as.prefix, program, ...args]
  return { command, args: rest }
}
