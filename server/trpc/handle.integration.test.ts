import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabases, getDatabase } from '#server/db/pools.ts'
import { getAuth } from '#server/members/auth.ts'
import { createMember } from '#server/members/create-member.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import { asMember, capturedMail, sentNotification } from '#server/testing/factories.ts'
import { handleTrpc } from './handle.ts'

const origin = 'http://localhost:3000'
const ada = {
  name: 'Ada',
  email: 'ada@example.com',
  password: 'correct horse battery',
  role: 'admin',
} as const

let database: TestDatabase
let undo: () => void
let cookie: string

beforeAll(async () => {
  database = await testDatabase()
  undo = useEnv({ DATABASE_URL: database.url, APP_URL: origin, APP_SECRET: 's'.repeat(32) })
  await createMember(asMember(getDatabase()), ada)
})
afterAll(async () => {
  await closeDatabases()
  undo()
  await database.close()
})
beforeEach(async () => {
  await database.db.sql`truncate member_rate_limits, notifications, deliveries, inbox_messages`
  const signIn = new Request(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    body: JSON.stringify(ada),
    headers: { 'content-type': 'application/json', origin, host: 'localhost:3000' },
  })
  cookie = (await getAuth().handler(signIn)).headers.getSetCookie()[0]?.split(';')[0] ?? ''
})

interface Answer {
  status: number
  headers: Headers
  body: {
    result?: { data: { json: unknown } }
    error?: {
      json: { message: string; data: { reason: string; code: string; traceId: string; issues: unknown[] } }
    }
  }
}

async function ask(
  path: string,
  input: unknown = {},
  headers: Record<string, string> = { cookie },
): Promise<Answer> {
  const query = encodeURIComponent(JSON.stringify({ json: input }))
  const response = await handleTrpc(new Request(`${origin}/api/trpc/${path}?input=${query}`, { headers }))
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  }
}

const tell = (path: string, input: unknown, headers: Record<string, string> = {}) =>
  handleTrpc(
    new Request(`${origin}/api/trpc/${path}`, {
      method: 'POST',
      body: JSON.stringify({ json: input }),
      headers: { cookie, 'content-type': 'application/json', host: 'localhost:3000', origin, ...headers },
    }),
  )

describe('reading', () => {
  it('answers a member', async () => {
    const { notification } = await sentNotification(database.db)
    const { status, headers, body } = await ask('notifications.list')
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body.result?.data.json).toMatchObject({ rows: [{ id: notification.id }], nextCursor: null })
  })

  it.each([
    'notifications.list',
    'notifications.get',
    'notifications.content',
    'inbox.list',
    'overview.summary',
    'members.me',
  ])('answers nobody else: %s', async (path) => {
    for (const headers of [{}, { cookie: 'better-auth.session_token=made.up' }]) {
      const { status, body } = await ask(path, {}, headers)
      expect(status).toBe(401)
      expect(body.error?.json).toMatchObject({ message: 'Sign in first.', data: { reason: 'unauthorized' } })
    }
  })

  it('carries the caller’s trace id, else its own', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    expect((await ask('members.me', {}, { cookie, traceparent })).headers.get('x-trace-id')).toBe(
      '0af76519-16cd-43dd-8448-eb211c80319c',
    )
    expect((await ask('members.me')).headers.get('x-trace-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('errors', () => {
  it('names bad fields', async () => {
    const { status, body } = await ask('notifications.list', { limit: 1000, status: ['NOPE'] })
    expect(status).toBe(400)
    expect(body.error?.json.data).toMatchObject({
      reason: 'bad_input',
      issues: [{ path: 'status[0]' }, { path: 'limit' }],
    })
  })

  it('translates the verbs’ codes', async () => {
    const missing = await ask('notifications.get', { id: '0198c000-0000-7000-8000-000000000000' })
    expect(missing.status).toBe(404)
    expect(missing.body.error?.json).toMatchObject({
      message: 'There is no notification with this id.',
      data: { code: 'NOT_FOUND', reason: 'not_found' },
    })
    expect((await ask('nothing.there')).body.error?.json.data.reason).toBe('not_found')
  })

  it('keeps the unexpected to itself, but for the trace id', async () => {
    await database.db.sql`alter table inbox_messages rename to hidden`
    try {
      const { status, headers, body } = await ask('inbox.list')
      expect(status).toBe(500)
      expect(body.error?.json.data.reason).toBe('internal')
      expect(body.error?.json.data.traceId).toBe(headers.get('x-trace-id'))
      expect(JSON.stringify(body)).not.toMatch(/inbox_messages|select|stack/)
    } finally {
      await database.db.sql`alter table hidden rename to inbox_messages`
    }
  })
})

describe('changing', () => {
  it('takes JSON from our own pages', async () => {
    const mail = await capturedMail(database.db)
    const answer = await tell('inbox.markRead', { deliveryIds: [mail.id] })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ result: { data: { json: { count: 1 } } } })
  })

  it.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a site beside ours', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:4000' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form in disguise', { 'content-type': 'text/plain; application/json' }, 415],
  ])('refuses %s', async (_, headers, status) => {
    const mail = await capturedMail(database.db)
    expect(
      (await tell('inbox.delete', { deliveryIds: [mail.id] }, headers as Record<string, string>)).status,
    ).toBe(status)
    const left = await database.db.sql`select 1 from inbox_messages`
    expect(left).toHaveLength(1)
  })

  it('refuses to change anything by GET', async () => {
    const mail = await capturedMail(database.db)
    expect((await ask('inbox.delete', { deliveryIds: [mail.id] })).status).toBe(405)
  })
})
