import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditLog } from '#server/db/schema/access.ts'
import { recipientToken } from '#server/recipients/link.ts'
import { apiKey, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { newBrowser } from '#server/testing/push-decrypt.ts'
import { isSubscribedByLink, subscribeByLink, unsubscribeByLink } from './by-link.ts'

const secret = randomBytes(32).toString('hex')
const clock = { now: () => new Date() }
let database: TestDatabase
let api: TestApi
let ada: string
let emmy: string

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db, ['users']))
  for (const email_address of ['ada@example.com', 'emmy@example.com']) {
    expect((await api.call('POST', '/v1/users', { body: { email_address } })).status).toBe(201)
  }
  ada = tokenOf('Ada@Example.com')
  emmy = tokenOf('emmy@example.com')
})
afterAll(() => database.close())

const tokenOf = (address: string, madeAt = new Date()) =>
  recipientToken({ address, category: null, madeAt }, secret)
const deps = () => ({ db: database.db, clock })
let sequence = 0
function subscription() {
  const { p256dh, auth } = newBrowser()
  return { endpoint: `https://push.example.com/send/${++sequence}`, keys: { p256dh, auth } }
}
const subscribe = (token: string, of = subscription(), userAgent: string | null = 'Firefox') =>
  subscribeByLink(deps(), secret, token, { subscription: of, userAgent })
const rows = () => database.db.sql<{ endpoint: string; user_agent: string | null; email: string }[]>`
  select s.endpoint, s.user_agent, u.email from push_subscriptions s join users u on u.id = s.user_id`

test('a browser subscribes for the user whose link it has, and unsubscribes', async () => {
  const sent = subscription()
  await subscribe(ada, sent, 'Mozilla/5.0\u0000 Firefox')
  expect(await rows()).toEqual([
    { endpoint: sent.endpoint, user_agent: 'Mozilla/5.0  Firefox', email: 'ada@example.com' },
  ])
  expect(await isSubscribedByLink(deps(), secret, ada, sent)).toBe(true)
  expect(await isSubscribedByLink(deps(), secret, emmy, sent)).toBe(false)
  await unsubscribeByLink(deps(), secret, emmy, sent)
  expect(await rows()).toHaveLength(1)
  await unsubscribeByLink(deps(), secret, ada, sent)
  await unsubscribeByLink(deps(), secret, ada, sent)
  expect(await rows()).toEqual([])
  const entries = await database.db.orm.select().from(auditLog)
  const told = entries.filter(({ actor }) => actor === 'recipient')
  expect(told.map(({ action }) => action)).toEqual(['push_subscription.save', 'push_subscription.delete'])
  expect(JSON.stringify(told)).not.toMatch(/ada@|push\.example/)
})

test('a browser that two people use is whose subscribed last', async () => {
  const sent = subscription()
  await subscribe(ada, sent)
  await subscribe(emmy, sent)
  expect(await rows()).toMatchObject([{ endpoint: sent.endpoint, email: 'emmy@example.com' }])
  await unsubscribeByLink(deps(), secret, emmy, sent)
})

test('of a link that got about, the newest 10 browsers are kept, and what came by the API', async () => {
  const [{ id: userId } = { id: '' }] = await database.db.sql<{ id: string }[]>`
    select id from users where email = 'ada@example.com'`
  const byApi = subscription()
  const path = `/v1/users/${userId}/push-subscriptions`
  expect((await api.call('POST', path, { body: byApi })).status).toBe(201)
  const sent = Array.from({ length: 13 }, subscription)
  for (const one of sent) await subscribe(ada, one, null)
  const all = (await rows()).map(({ endpoint }) => endpoint)
  expect(all).toContain(byApi.endpoint)
  const kept = all.filter((endpoint) => endpoint !== byApi.endpoint).sort()
  const [gone] = await database.db.sql`select count(*)::int as n from audit_log
    where action = 'push_subscription.delete' and actor = 'recipient' and at > now() - interval '1 minute'`
  expect(gone?.n).toBeGreaterThanOrEqual(3)
  expect(kept).toEqual(
    sent
      .slice(3)
      .map(({ endpoint }) => endpoint)
      .sort(),
  )
})

test.each([
  ['that we did not make', () => 'A'.repeat(120), 'not_found'],
  ['of somebody who is no user', () => tokenOf('nobody@example.com'), 'unprocessable'],
])('a link %s is not taken', async (_name, token, code) => {
  const before = (await rows()).length
  const sent = subscription()
  await expect(subscribe(token(), sent)).rejects.toMatchObject({ code })
  await expect(unsubscribeByLink(deps(), secret, token(), sent)).rejects.toMatchObject({ code })
  await expect(isSubscribedByLink(deps(), secret, token(), sent)).rejects.toMatchObject({ code })
  expect(await rows()).toHaveLength(before)
})

test.each([
  ['nothing', null],
  ['a private address', { ...subscription(), endpoint: 'https://192.168.0.1/x' }],
  ['no keys', { endpoint: 'https://push.example.com/x' }],
])('%s is no subscription', async (_name, sent) => {
  await expect(subscribe(ada, sent as never)).rejects.toMatchObject({ code: 'bad_input' })
})
