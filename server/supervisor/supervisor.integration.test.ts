import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPortFree, unusedPort } from '#server/supervisor/ports.ts'

const source = (name: string) => JSON.stringify(`file://${resolve('server', name)}`)

/** A supervisor like the product's, above a web and a worker that do almost nothing. */
const fakes = {
  'start.mjs': `
    import { preflight } from ${source('supervisor/preflight.ts')}
    import { supervise } from ${source('supervisor/main.ts')}
    import { explainFailure } from ${source('supervisor/explain.ts')}
    const part = (name) => new URL(name, import.meta.url).pathname
    const releaseWorker = async (id) => console.log('released', id)
    try {
      const parts = { prepare: part('prepare.mjs'), web: part('web.mjs'), worker: part('worker.mjs'), releaseWorker }
      await supervise(await preflight(), parts)
      process.exit(0)
    } catch (error) {
      for (const line of explainFailure(error) ?? [error.stack]) console.error(line)
      process.exit(1)
    }`,
  'prepare.mjs': `
    process.send({ owner: { email: 'owner@posthorn.local', password: 'made-up' }, apiKey: 'ph_made_up' }, () => process.exit(0))`,
  'web.mjs': `
    import { createServer } from 'node:http'
    import { onShutdown, reportReady } from ${source('supervisor/child.ts')}
    import { logger } from ${source('telemetry/logger.ts')}
    const server = createServer((request, response) => {
      response.setHeader('connection', 'close')
      setTimeout(() => response.end(String(process.pid)), request.url === '/slow' ? 700 : 0)
    })
    server.listen(Number(process.env.PORT), '127.0.0.1', () => reportReady())
    onShutdown(async () => {
      logger().info('web stopping')
      await new Promise((done) => server.close(done))
      logger().info('web stopped')
    })`,
  'worker.mjs': `
    import postgres from ${JSON.stringify(`file://${resolve('node_modules/postgres/src/index.js')}`)}
    import { onShutdown, reportReady } from ${source('supervisor/child.ts')}
    const sql = postgres(process.env.DATABASE_URL, { max: 1 })
    await sql\`select 1\`
    reportReady({ workerId: 'worker-' + process.pid })
    console.error('worker', process.pid)
    onShutdown(async () => {
      await new Promise((done) => setTimeout(done, 500))
      await sql\`select 1\`
      console.error('worker finished')
      await sql.end()
    })`,
}

// Each starts a handful of processes and a PostgreSQL; on a busy machine that takes its time.
describe('the supervisor', { timeout: 90_000 }, () => {
  let folder: string
  let port: number
  let running: ChildProcess[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthorn-supervisor-'))
    port = await unusedPort()
    running = []
    for (const [name, text] of Object.entries(fakes)) await writeFile(join(folder, name), text)
  })
  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL')
    await until(() => leftRunning().length === 0)
    await rm(folder, { recursive: true })
  })

  const leftRunning = () =>
    readdirSync('/proc').filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
      } catch {
        return false
      }
    })

  const start = (variables: Record<string, string> = {}) => {
    const env = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      PORT: String(port),
      POSTHORN_DATA_DIR: join(folder, 'data'),
      ...variables,
    }
    const child = spawn(process.execPath, [join(folder, 'start.mjs')], {
      env: { NODE_ENV: 'production', ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.push(child)
    const told = { text: '' }
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (told.text += chunk))
    const code = new Promise<number | null>((done) => child.once('close', done))
    return {
      child,
      told,
      code,
      ready: () =>
        until(
          () => told.text.includes('Posthorn is ready'),
          () => told.text,
        ),
    }
  }
  const get = async (path = '/') => await (await fetch(`http://127.0.0.1:${port}${path}`)).text()

  it('tells how to go on, finishes what is in flight at Ctrl-C, and leaves nothing running', async () => {
    const { child, told, code, ready } = start()
    await ready()
    expect(told.text).toContain(`http://localhost:${port}/admin`)
    expect(told.text).toContain('made-up')
    expect(told.text).toContain('Bearer ph_made_up')
    const slow = get('/slow')
    await until(async () => (await get()) !== '')
    // A terminal tells the whole group, and npm hands the signal on.
    process.kill(-Number(child.pid), 'SIGINT')
    setTimeout(() => child.kill('SIGINT'), 30)
    expect(await slow).toMatch(/^\d+$/)
    expect(await code).toBe(0)
    expect(told.text).toContain('worker finished')
    expect(told.text).toMatch(/released worker-\d+/)
    expect(leftRunning()).toEqual([])
  })

  it('starts a dead web process again while the worker goes on, and the other way round', async () => {
    const { told, ready } = start()
    await ready()
    const web = await get()
    process.kill(Number(web), 'SIGKILL')
    await until(async () => (await get().catch(() => web)) !== web)
    const workers = () => [...told.text.matchAll(/worker: worker (\d+)/g)].map(([, pid]) => pid)
    expect(workers()).toHaveLength(1)
    process.kill(Number(workers()[0]), 'SIGKILL')
    await until(() => workers().length === 2)
    expect(told.text).toContain(`released worker-${workers()[0]}`)
  })

  it('ends with everything below it when it is killed, and starts again after that', async () => {
    const first = start()
    await first.ready()
    first.child.kill('SIGKILL')
    await first.code
    await until(
      () => leftRunning().length === 0,
      () => leftRunning().join(),
    )
    const second = start()
    await second.ready()
    second.child.kill('SIGTERM')
    expect(await second.code).toBe(0)
    expect(leftRunning()).toEqual([])
  })

  it('refuses to run twice on the same data', async () => {
    const first = start()
    await first.ready()
    const second = start({ PORT: String(await unusedPort()) })
    expect(await second.code).toBe(1)
    expect(second.told.text).toMatch(/^Posthorn already runs on .+data \(process \d+\); stop it .+\n$/)
    first.child.kill('SIGTERM')
    expect(await first.code).toBe(0)
  })

  it('gives up on a child that never becomes ready', async () => {
    await writeFile(join(folder, 'web.mjs'), 'console.error("no such thing"); process.exit(3)')
    const { told, code } = start()
    expect(await code).toBe(1)
    expect(told.text).toContain('web: no such thing')
    expect(told.text).toContain('web ended 5 times before it was ready')
    expect(told.text).toContain(
      'First start, shown only now: sign in as owner@posthorn.local with made-up; API key ph_made_up',
    )
    expect(leftRunning()).toEqual([])
  })

  const secret = 'x'.repeat(32)
  const faults: [string, Record<string, string>, RegExp][] = [
    ['bad variables', { PORT: 'x', LOG_LEVEL: 'y' }, /^LOG_LEVEL: "y" is .+\nPORT: "x" is not valid; .+\n$/],
    [
      'no APP_SECRET beside a database',
      { DATABASE_URL: 'postgres://a@127.0.0.1:1/b' },
      /^APP_SECRET: is missing; .+\n$/,
    ],
    [
      'a database that can’t be reached',
      {
        DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/b',
        APP_SECRET: secret,
        DATABASE_WAIT_S: '1',
        LOG_LEVEL: 'error',
      },
      /^DATABASE_URL: PostgreSQL at 127\.0\.0\.1:1\/b can't be reached within 1 s \(ECONNREFUSED\)\n$/,
    ],
    [
      'a folder that can’t be written',
      { POSTHORN_DATA_DIR: '/dev/null/data' },
      /^\/dev\/null\/data can't be written \(ENOTDIR\).+\n$/,
    ],
  ]
  it.each(faults)('says in a line that there is %s, and exits 1', async (_name, variables, words) => {
    const { told, code } = start(variables)
    expect(await code).toBe(1)
    expect(told.text).toMatch(words)
  })

  it('says in a line that the port is taken, and exits 1', async () => {
    const server = createServer().listen(port, '127.0.0.1')
    const { told, code } = start()
    expect(await code).toBe(1)
    expect(told.text).toMatch(new RegExp(`^PORT: ${port} is taken on 127\\.0\\.0\\.1; .+\\n$`))
    await new Promise((done) => server.close(done))
    expect(await isPortFree('127.0.0.1', port)).toBe(true)
  })
})

async function until(
  condition: () => boolean | Promise<boolean>,
  story: () => string = () => '',
): Promise<void> {
  const deadline = Date.now() + 40_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${condition}\n${story()}`)
    await new Promise((done) => setTimeout(done, 25))
  }
}
