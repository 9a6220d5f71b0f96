import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import postgres from 'postgres'
import { hydrated } from './hydrated.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A port that was free just now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** The built product, started as a newcomer starts it, with data of its own. */
export class Product {
  readonly url: string
  /** Its `POSTHORN_DATA_DIR`. */
  readonly dataDir: string
  /** What the first start printed. */
  readonly owner: { email: string; password: string }
  readonly apiKey: string
  readonly output: () => string
  readonly sql: postgres.Sql
  readonly #child: ChildProcess

  private constructor(
    parts: Pick<Product, 'url' | 'owner' | 'apiKey' | 'output' | 'sql'>,
    child: ChildProcess,
    dataDir: string,
  ) {
    this.url = parts.url
    this.owner = parts.owner
    this.apiKey = parts.apiKey
    this.output = parts.output
    this.sql = parts.sql
    this.#child = child
    this.dataDir = dataDir
  }

  /** Starts it and waits until it says that it is ready. `variables` beyond the defaults: none are needed. */
  static async start(variables: Readonly<Record<string, string>> = {}): Promise<Product> {
    const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-e2e-'))
    const port = await freePort()
    const child = spawn('npm', ['start'], {
      cwd: root,
      env: {
        ...bareEnvironment(),
        NODE_ENV: 'production',
        PORT: String(port),
        POSTHORN_DATA_DIR: dataDir,
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    await expect
      .poll(() => (child.exitCode === null ? /Stop +Ctrl-C/.test(output) : `ended: ${output}`), {
        timeout: 90_000,
      })
      .toBe(true)
    const pick = (pattern: RegExp) => pattern.exec(output)?.[1] ?? ''
    const [databasePort, password] = await Promise.all(
      ['postgres-port', 'postgres-password'].map((name) => readFile(join(dataDir, name), 'utf8')),
    )
    const sql = postgres({
      host: '127.0.0.1',
      port: Number(databasePort),
      user: 'posthorn',
      database: 'posthorn',
      password: (password ?? '').trim(),
      max: 1,
      connection: { search_path: 'posthorn' },
    })
    return new Product(
      {
        url: `http://127.0.0.1:${port}`,
        owner: { email: pick(/Sign in as +(\S+)/), password: pick(/Password +(\S+)/) },
        apiKey: pick(/API key +(\S+)/),
        output: () => output,
        sql,
      },
      child,
      dataDir,
    )
  }

  /** Posts an event with the printed key; answers status and body. */
  async post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  /** Posts an order event; answers the notification's id. */
  async order(orderId: string, email: string): Promise<string> {
    const { status, body } = await this.post('/v1/notifications', {
      type: 'ORDER_CREATED',
      data: { order_id: orderId, order_total: 599, customer_email: email },
    })
    expect(status).toBe(200)
    return (body.data as { notification_id: string }).notification_id
  }

  /** A notification as the API answers it. */
  async notification(id: string): Promise<Answer> {
    const response = await fetch(`${this.url}/v1/notifications/${id}`, {
      headers: { authorization: `Bearer ${this.apiKey}` },
    })
    return ((await response.json()) as { data: Answer }).data
  }

  /** Signs the owner in and goes to a page of the dashboard. */
  async signIn(page: Page, path = '/admin'): Promise<void> {
    await page.goto(`${this.url}/sign-in?next=${encodeURIComponent(path)}`)
    await hydrated(page)
    await page.getByLabel('E-mail').fill(this.owner.email)
    await page.getByLabel('Password', { exact: true }).fill(this.owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${this.url}${path}**`)
    await hydrated(page)
  }

  /** The process ids of the live workers, as their heartbeat rows name them. */
  async workerPids(): Promise<number[]> {
    const rows = await this.sql<
      { id: string }[]
    >`select id from workers where heartbeat_at > now() - interval '8 s'`
    return rows.map(({ id }) => Number(/-(\d+)-[0-9a-f]+$/.exec(id)?.[1]))
  }

  /** Stops it as a service manager would; it must end by itself with 0. */
  async stop(): Promise<void> {
    await this.sql.end()
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', (code) => resolve(code)))
    this.#child.kill('SIGTERM')
    expect(await ended, this.output()).toBe(0)
    await rm(this.dataDir, { recursive: true, force: true })
  }
}

export interface Answer {
  status: string
  status_reason: string | null
  error_message: string | null
  deliveries: {
    status: string
    reason: string | null
    attempts: { outcome: string; error: string | null; started_at: string }[]
  }[]
}

/** What a newcomer's shell has: nothing of ours. */
function bareEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'NPM_CONFIG_USERCONFIG']
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
