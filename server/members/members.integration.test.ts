import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabases, getDatabase } from '#server/db/pools.ts'
import { errorLine } from '#server/telemetry/error-line.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import { asMember } from '#server/testing/factories.ts'
import { getAuth, SIGN_IN_TRIES } from './auth.ts'
import { withNearestAddress } from './client-address.ts'
import { createMember } from './create-member.ts'
import { memberAndCookies, memberOf } from './current-member.ts'
import { inviteMember } from './invite-member.ts'
import { writeLastSeen } from './last-seen.ts'
import { makeResetLink } from './make-reset-link.ts'

const appUrl = 'http://localhost:3000'
const ada = {
  name: 'Ada',
  email: 'ada@example.com',
  password: 'correct horse battery',
  role: 'admin',
} as const

let database: TestDatabase
let undo: () => void
beforeAll(async () => {
  database = await testDatabase()
  undo = useEnv({ DATABASE_URL: database.url, APP_URL: appUrl, APP_SECRET: 's'.repeat(32) })
  await createMember(asMember(getDatabase()), ada)
})
afterAll(async () => {
  await closeDatabases()
  undo()
  await database.close()
})
beforeEach(() => database.db.sql`truncate member_rate_limits`)

interface Post {
  body: object
  headers?: Record<string, string>
}

function post(path: string, { body, headers = {} }: Post): Promise<Response> {
  const request = new Request(`${appUrl}/api/auth${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      host: 'localhost:3000',
      origin: appUrl,
      'x-forwarded-for': '192.0.2.1',
      ...headers,
    },
  })
  return getAuth().handler(withNearestAddress(request))
}

const signIn = (body: object = ada, headers: Record<string, string> = {}) =>
  post('/sign-in/email', { body, headers })

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

describe('createMember', () => {
  it('takes an e-mail once, whatever its case', async () => {
    const again = createMember(asMember(database.db), { ...ada, email: 'ADA@example.com' })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  it('refuses a short password and a name that is no e-mail', async () => {
    const made = createMember(asMember(database.db), {
      name: '',
      email: 'x',
      password: 'short',
      role: 'admin',
    })
    await expect(made).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path: 'name' }, { path: 'email' }, { path: 'password' }],
    })
  })
})

describe('sign-in', () => {
  it('opens a session, and signing out ends it', async () => {
    const answer = await signIn()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/i)
    const headers = new Headers({ cookie: cookieOf(answer) })
    expect(await memberOf(headers)).toEqual({
      id: expect.any(String),
      name: 'Ada',
      email: 'ada@example.com',
      role: 'admin',
      sessionId: expect.any(String),
    })
    const out = await post('/sign-out', { body: {}, headers: { cookie: cookieOf(answer) } })
    expect(out.status).toBe(200)
    expect(await memberOf(headers)).toBeNull()
  })

  it('knows nobody without a cookie, or with one that was made up', async () => {
    expect(await memberOf(new Headers())).toBeNull()
    expect(await memberOf(new Headers({ cookie: 'better-auth.session_token=made.up' }))).toBeNull()
  })

  it('prolongs a session that is in use, once a day', async () => {
    const headers = new Headers({ cookie: cookieOf(await signIn()) })
    expect((await memberAndCookies(headers)).cookies).toEqual([])
    await database.db.sql`update member_sessions set expires_at = now() + interval '20 days'`
    expect((await memberAndCookies(headers)).cookies).toHaveLength(1)
    const [session] = await database.db
      .sql`select max(expires_at) > now() + interval '29 days' as longer from member_sessions`
    expect(session).toEqual({ longer: true })
  })

  it.each([
    ['a wrong password', { ...ada, password: 'wrong horse battery' }],
    ['an e-mail that nobody has', { ...ada, email: 'eve@example.com' }],
  ])('answers %s in the same words', async (_, body) => {
    const answer = await signIn(body)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'INVALID_EMAIL_OR_PASSWORD' })
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it('is throttled per address, and says when to come back', async () => {
    for (let i = 0; i < SIGN_IN_TRIES; i++) {
      expect((await signIn({ ...ada, password: 'a wrong guess' })).status).toBe(401)
    }
    const sixth = await signIn()
    expect(sixth.status).toBe(429)
    expect(Number(sixth.headers.get('x-retry-after'))).toBeGreaterThan(50)
    expect((await signIn(ada, { 'x-forwarded-for': '192.0.2.2' })).status).toBe(200)
  })

  it('is throttled by the address that the proxy saw, whatever a client says before it', async () => {
    for (let i = 0; i < SIGN_IN_TRIES; i++) {
      await signIn({ ...ada, password: 'a wrong guess' }, { 'x-forwarded-for': `203.0.113.${i}, 192.0.2.3` })
    }
    expect((await signIn(ada, { 'x-forwarded-for': '203.0.113.9, 192.0.2.3' })).status).toBe(429)
    expect((await signIn(ada, { 'x-forwarded-for': '203.0.113.9, 192.0.2.4' })).status).toBe(200)
  })

  it('lets no more through when they come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => signIn({ ...ada, password: 'a wrong guess' })),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(SIGN_IN_TRIES)
  })

  it('works by any name that the page was reached by, and not from another site', async () => {
    const local = { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }
    expect((await signIn(ada, local)).status).toBe(200)
    const proxied = { host: 'internal:3000', origin: appUrl }
    expect((await signIn(ada, proxied)).status).toBe(200)
    expect((await signIn(ada, { origin: 'https://evil.example' })).status).toBe(403)
  })
})

it.each([
  ['/sign-up/email', { ...ada, email: 'eve@example.com' }],
  ['/update-user', { name: 'Eve' }],
  ['/change-email', { newEmail: 'eve@example.com' }],
  ['/change-password', { currentPassword: ada.password, newPassword: 'another good one' }],
  ['/request-password-reset', { email: ada.email }],
  ['/delete-user', {}],
  ['/list-sessions', {}],
])('what goes around our verbs is not there: %s', async (path, body) => {
  const cookie = cookieOf(await signIn())
  expect((await post(path, { body, headers: { cookie } })).status).toBe(404)
  const members = await database.db.sql`select name, email from members`
  expect(members).toEqual([{ name: 'Ada', email: 'ada@example.com' }])
})

describe('a link', () => {
  const settings = { appSecret: 's'.repeat(32), mails: false }
  const admin = () => asMember(getDatabase())
  const tokenOf = ({ path }: { path: string }) => path.split('/').at(-1)
  const invited = async (email: string) =>
    tokenOf(await inviteMember(admin(), settings, { email, role: 'viewer' }))

  it('to join signs the new member in', async () => {
    const token = await invited('eve@example.com')
    const answer = await post('/accept-invitation', { body: { token, name: 'Eve', password: ada.password } })
    expect(answer.status).toBe(200)
    expect(await memberOf(new Headers({ cookie: cookieOf(answer) }))).toMatchObject({
      name: 'Eve',
      role: 'viewer',
    })
    await database.db.sql`delete from members where name = 'Eve'`
  })

  it('to a new password signs in, ends other sessions, and the old password is none', async () => {
    const before = new Headers({ cookie: cookieOf(await signIn()) })
    const member = await memberOf(before)
    const token = tokenOf(await makeResetLink(admin(), settings, { id: member?.id ?? '' }))
    const answer = await post('/choose-password', { body: { token, password: 'another good one' } })
    expect(await memberOf(new Headers({ cookie: cookieOf(answer) }))).toMatchObject({ name: 'Ada' })
    expect(await memberOf(before)).toBeNull()
    expect((await signIn()).status).toBe(401)
    expect((await signIn({ ...ada, password: 'another good one' })).status).toBe(200)
    const back = tokenOf(await makeResetLink(admin(), settings, { id: member?.id ?? '' }))
    await post('/choose-password', { body: { token: back, password: ada.password } })
  })

  it('names the fields that are wrong, and what is over', async () => {
    const token = await invited('fay@example.com')
    const wrong = await post('/accept-invitation', { body: { token, name: '', password: 'short' } })
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({
      code: 'bad_input',
      issues: [{ path: 'name' }, { path: 'password' }],
    })
    const over = await post('/choose-password', { body: { token, password: ada.password } })
    expect(over.status).toBe(404)
    expect(over.headers.getSetCookie()).toEqual([])
  })

  it.each(['/accept-invitation', '/choose-password', '/forgot-password'])(
    'is throttled, bound to our pages, and nothing by GET: %s',
    async (path) => {
      const get = new Request(`${appUrl}/api/auth${path}`, { headers: { 'x-forwarded-for': '192.0.2.9' } })
      expect((await getAuth().handler(get)).status).toBe(404)
      const strange = await post(path, { body: {}, headers: { origin: 'https://evil.example' } })
      expect(strange.status).toBe(403)
      const tries = { body: { token: 'made.up', name: 'Eve', password: ada.password, email: 'no' } }
      for (let i = 1; i < SIGN_IN_TRIES; i++) expect((await post(path, tries)).status).toBeLessThan(429)
      expect((await post(path, tries)).status).toBe(429)
    },
  )
})

it('what fails inside is told to the log without what was typed', async () => {
  const lines: string[] = []
  const holder = globalThis as { [key: symbol]: unknown }
  const log = Symbol.for('posthorn.logger')
  const before = holder[log]
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  holder[log] = pino({ serializers: { err: errorLine } }, { write: (line) => void lines.push(line) })
  await database.db.sql`alter table members rename to hidden`
  try {
    // better-auth would tell the whole statement where its words hold “table”.
    const answer = await signIn({ email: 'constable@example.com', password: ada.password })
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('members')
    expect(lines.join()).toContain('relation \\"members\\" does not exist')
    expect(lines.join()).not.toContain('constable')
    expect(printed).not.toHaveBeenCalled()
  } finally {
    await database.db.sql`alter table hidden rename to members`
    holder[log] = before
    printed.mockRestore()
  }
})

it('when a member was seen is kept, beside the requests', async () => {
  const headers = new Headers({ cookie: cookieOf(await signIn()) })
  const before = Date.now() - 1
  const member = await memberOf(headers)
  await writeLastSeen(database.db)
  const [row] = await database.db.sql<{ seen: string }[]>`
    select greatest(m.last_seen_at, s.updated_at) as seen from members m join member_sessions s on s.user_id = m.id
    where s.id = ${member?.sessionId ?? ''}`
  expect(Date.parse(row?.seen ?? '')).toBeGreaterThanOrEqual(before)
})
