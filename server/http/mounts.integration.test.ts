import { glob } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeDatabases } from '#server/db/pools.ts'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { apiKey, appointment, order } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import { asMember } from '#server/testing/factories.ts'
import { getApi } from './api.ts'
import { nodeListener } from './node.ts'
import { aliasesOf, isApiPath } from './paths.ts'

type Handlers = Partial<Record<string, (request: Request) => Response | Promise<Response>>>
const app = new URL('../../app/', import.meta.url)

let database: TestDatabase
let resetEnv: () => void
let server: Server
let origin: string
let key: string
const routes: { pattern: RegExp; handlers: Handlers }[] = []

beforeAll(async () => {
  database = await testDatabase()
  resetEnv = useEnv({ DATABASE_URL: database.url, APP_SECRET: 'x'.repeat(32), POSTGRES_SCHEMA: 'posthorn' })
  await seedWorkflows(asMember(database.db))
  key = await apiKey(database.db)
  server = createServer(nodeListener(getApi()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for await (const file of glob('**/route.ts', { cwd: fileURLToPath(app) })) {
    const path = `/${file.replace(/\/?route\.ts$/, '')}`
    if (!isApiPath(path)) continue
    routes.push({
      pattern: new RegExp(`^${path.replace('/[[...path]]', '(?:/.*)?')}/?$`),
      handlers: (await import(new URL(file, app).href)) as Handlers,
    })
  }
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await closeDatabases()
  resetEnv()
  await database.close()
})

/** As Next would: the route file that stands at the path, and its export of the method's name. */
async function byNext(path: string, init: RequestInit): Promise<Response> {
  const route = routes.find(({ pattern }) => pattern.test(path))
  const handle = route?.handlers[init.method ?? 'GET']
  if (!handle) throw new Error(`Next has no route for ${init.method} ${path}`)
  return handle(new Request(`${origin}${path}`, init))
}

const looked = ['content-type', 'allow', 'retry-after', 'www-authenticate', 'idempotency-replayed'] as const

async function described(response: Response) {
  const text = await response.text()
  return {
    status: response.status,
    headers: Object.fromEntries(looked.map((name) => [name, response.headers.get(name)])),
    traced: response.headers.has('x-trace-id'),
    // Ids, times and measurements differ from call to call.
    body: (response.headers.get('content-type')?.startsWith('application/json') ? text : `${text.length > 0}`)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'),
  }
}

/** What stands for the parameters of a path. */
const samples: Readonly<Record<string, string>> = {
  id: '01936f3e-0000-7000-8000-000000000000',
  user_id: '01936f3e-0000-7000-8000-000000000000',
  name: 'reference.js',
}

const post = (body: unknown) => ({ method: 'POST', body: JSON.stringify(body) })
const health = [
  ['/healthcheck', 200],
  ['/healthcheck/live', 200],
  ['/healthcheck/ready', 503],
  ['/health', 200],
  ['/health/db', 200],
  ['/health/queue', 200],
  ['/health/redis', 200],
  ['/healthz', 200],
  ['/healthz/db', 200],
  ['/v1/health', 200],
  ['/api/v1/notification/health', 200],
  ['/api/v1/notification/health/live', 200],
  ['/api/v1/notification/health/ready', 503],
] as const
const table: [string, RequestInit, number][] = [
  ...health.flatMap(([path, status]): [string, RequestInit, number][] => [
    [path, { method: 'GET' }, status],
    [path, { method: 'HEAD' }, status],
    [path, { method: 'POST' }, 405],
  ]),
  ['/v1/notifications', post(order), 200],
  ['/notify', post(order), 200],
  ['/webhook/events', post(appointment), 200],
  ['/v1/notifications', post({}), 400],
  ['/webhook/events', post({}), 400],
  ['/notify', { method: 'POST', body: '{' }, 400],
  ['/v1/notifications', { method: 'PUT' }, 405],
  ['/v1/notifications/batch', { method: 'GET' }, 405],
  ['/templates/render', { method: 'DELETE' }, 405],
  ['/notify/01936f3e-0000-7000-8000-000000000000', { method: 'GET' }, 404],
  ['/v1/notifications/01936f3e-0000-7000-8000-000000000000', { method: 'GET' }, 404],
  ['/v1/notifications/nonsense', { method: 'GET' }, 400],
  ['/v1', { method: 'GET' }, 200],
  ['/docs', { method: 'GET' }, 200],
  ['/docs/nothing', { method: 'GET' }, 404],
  ['/v1/nothing', { method: 'GET' }, 404],
  ['/webhook/events', { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } }, 415],
  ['/webhook/events', { method: 'POST', body: '{}', headers: { authorization: 'Bearer no' } }, 401],
]

describe('both mounts answer alike', () => {
  test.each(table.map(([path, init, status]) => [init.method, path, status, init] as const))(
    '%s %s: %i',
    async (method, path, status, init) => {
      const headers = {
        authorization: `Bearer ${key}`,
        ...(method === 'POST' && { 'content-type': 'application/json' }),
        ...(init.headers as Record<string, string> | undefined),
      }
      for (const at of [path, `${path}/`]) {
        const inFront = await described(
          await fetch(`${origin}${at}`, { ...init, headers, redirect: 'manual' }),
        )
        const next = await described(await byNext(at, { ...init, headers }))
        expect(inFront).toMatchObject({ status, traced: true })
        expect(next).toEqual(inFront)
      }
    },
  )

  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

  test('at every path that is registered, by every method, with and without a slash at the end', async () => {
    const paths = [...new Set(getApi().routes.flatMap(({ path }) => (path.includes('*') ? [] : [path])))]
    expect(paths.length).toBeGreaterThan(30)
    for (const path of paths.flatMap((registered) => [registered, ...aliasesOf(registered)])) {
      const at = path.replaceAll(/:(\w+)/g, (_, name: string) => samples[name] ?? name)
      for (const method of methods) {
        const sends = ['POST', 'PUT', 'PATCH'].includes(method)
        const init = {
          method,
          redirect: 'manual',
          headers: {
            authorization: `Bearer ${key}`,
            // A page where there is one: its JSON would be the same.
            accept: 'text/html',
            ...(sends && { 'content-type': 'application/json' }),
          },
          ...(sends && { body: '{}' }),
        } as const
        const answers = []
        for (const spelled of [at, `${at}/`]) {
          answers.push({ method, at, ...(await described(await fetch(`${origin}${spelled}`, init))) })
          answers.push({ method, at, ...(await described(await byNext(spelled, init))) })
        }
        for (const answer of answers) expect(answer).toEqual(answers[0])
        expect(answers[0]).toMatchObject({ traced: true })
        expect([300, 301, 302, 307, 308, 500]).not.toContain(answers[0]?.status)
        if (answers[0]?.status === 405) expect(answers[0].headers.allow).not.toContain(method)
      }
    }
  }, 120_000)

  test('in front an asset comes zipped; Next, which drops the name of an encoding, gets it plain', async () => {
    const path = '/v1/docs-assets/reference.js'
    const init = { method: 'GET', headers: { 'accept-encoding': 'gzip' } }
    const inFront = await fetch(`${origin}${path}`, init)
    expect(inFront.headers.get('content-encoding')).toBe('gzip')
    const next = await byNext(path, init)
    expect(next.headers.get('content-encoding')).toBeNull()
    expect(await next.text()).toBe(await inFront.text())
  })

  test('an idempotency key holds over both', async () => {
    const headers = { 'x-api-key': key, 'content-type': 'application/json', 'idempotency-key': 'both' }
    const first = await fetch(`${origin}/v1/notifications`, { ...post(order), headers })
    const again = await byNext('/notify/', { ...post(order), headers })
    expect(await again.json()).toEqual(await first.json())
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })
})

describe('a body that is too large is answered over a socket', () => {
  const headers = () => ({ 'x-api-key': key, 'content-type': 'application/json' })
  const half = Buffer.alloc(512 * 1024, 32)

  function send(
    chunked: boolean,
    changes: Record<string, string> = {},
  ): Promise<{ status: number | undefined; body: string }> {
    return new Promise((resolve, reject) => {
      const length = chunked ? {} : { 'content-length': String(half.length * 6) }
      const sending = request(`${origin}/notify`, {
        method: 'POST',
        headers: { ...headers(), ...length, ...changes },
      })
      sending.on('error', reject).on('response', async (response) => {
        let body = ''
        for await (const part of response) body += String(part)
        resolve({ status: response.statusCode, body })
      })
      for (let i = 0; i < 6; i++) sending.write(half)
      sending.end()
    })
  }

  test.each([
    ['with its length', false, {}, 413],
    ['in chunks', true, {}, 413],
    ['without a good key', false, { 'x-api-key': 'no' }, 401],
    ['of another type, in chunks', true, { 'content-type': 'text/plain' }, 415],
  ])('%s', async (_, chunked, changes, expected) => {
    const { status, body } = await send(chunked, changes)
    expect({ status, success: JSON.parse(body).success }).toEqual({ status: expected, success: false })
    const next = await fetch(`${origin}/notify`, { ...post(order), headers: headers() })
    expect(next.status).toBe(200)
  })
})

test('a caller that leaves in mid-body disturbs nobody', async () => {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  const head = `POST /notify HTTP/1.1\r\nHost: x\r\nX-API-Key: ${key}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`
  await new Promise<void>((resolve) => socket.write(head, () => resolve()))
  socket.destroy()
  expect((await fetch(`${origin}/healthcheck`)).status).toBe(200)
})
