import { createECDH, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiKey, type TestApi, testApi } from '#server/testing/api.ts'
import { describeBadInput } from '#server/testing/bad-input.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'

let database: TestDatabase
let api: TestApi
let ada: string
let emmy: string
let sequence = 0

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db, ['users']))
  const made = async (email_address: string) => {
    const { body } = await api.call('POST', '/v1/users', { body: { email_address } })
    return `/v1/users/${String(body.data?.user_id)}`
  }
  ada = await made('ada@example.com')
  emmy = await made('emmy@example.com')
})
afterAll(() => database.close())

const p256dh = () => createECDH('prime256v1').generateKeys('base64url')
const auth = () => randomBytes(16).toString('base64url')

/** As a browser's `toJSON` writes it. */
const subscription = (fields: Record<string, unknown> = {}) => ({
  endpoint: `https://push.example.com/send/${++sequence}`,
  expirationTime: null,
  keys: { p256dh: p256dh(), auth: auth() },
  ...fields,
})
const rows = () => database.db.sql<{ user_id: string; endpoint: string; p256dh: string }[]>`
  select user_id, endpoint, p256dh from push_subscriptions`
const stored = async () => (await rows()).length

describe('a push subscription', () => {
  test('is kept for its user; its keys are not shown', async () => {
    const sent = subscription({ expirationTime: Date.UTC(2100, 0, 1) })
    const { status, body } = await api.call('POST', `${ada}/push-subscriptions`, { body: sent })
    expect({ status, data: body.data }).toEqual({
      status: 201,
      data: {
        subscription_id: expect.any(String),
        user_id: ada.slice('/v1/users/'.length),
        endpoint: sent.endpoint,
        expires_at: '2100-01-01T00:00:00.000Z',
        created_at: expect.any(String),
      },
    })
  })

  test('that is sent again is updated, and goes to the user who sent it last', async () => {
    const sent = subscription()
    await api.call('POST', `${ada}/push-subscriptions`, { body: sent })
    const before = await stored()
    const renewed = { ...sent, keys: { p256dh: p256dh(), auth: auth() } }
    const again = await api.call('POST', `${emmy}/push-subscriptions`, { body: renewed })
    expect(again).toMatchObject({ status: 200, body: { data: { user_id: emmy.slice('/v1/users/'.length) } } })
    expect(await stored()).toBe(before)
    expect((await rows()).find(({ endpoint }) => endpoint === sent.endpoint)).toEqual({
      user_id: emmy.slice('/v1/users/'.length),
      endpoint: sent.endpoint,
      p256dh: renewed.keys.p256dh,
    })
  })

  test('may be written with padding', async () => {
    const key = createECDH('prime256v1').generateKeys('base64')
    const body = subscription({ keys: { p256dh: key, auth: randomBytes(16).toString('base64') } })
    expect((await api.call('POST', `${ada}/push-subscriptions`, { body })).status).toBe(201)
    const kept = (await rows()).find(({ endpoint }) => endpoint === body.endpoint)
    expect(kept?.p256dh).toBe(Buffer.from(key, 'base64').toString('base64url'))
  })

  test('is forgotten by its endpoint, in the query or in a body', async () => {
    for (const way of ['query', 'body'] as const) {
      const sent = subscription()
      await api.call('POST', `${ada}/push-subscriptions`, { body: sent })
      const forget = (of: string) =>
        way === 'query'
          ? api.call('DELETE', `${of}/push-subscriptions?endpoint=${encodeURIComponent(sent.endpoint)}`)
          : api.call('DELETE', `${of}/push-subscriptions`, { body: { endpoint: sent.endpoint } })
      expect(await forget(emmy)).toMatchObject({
        status: 404,
        body: { data: { issues: [{ path: 'endpoint' }] } },
      })
      expect((await forget(ada)).status).toBe(200)
      expect((await forget(ada)).status).toBe(404)
      expect((await rows()).map(({ endpoint }) => endpoint)).not.toContain(sent.endpoint)
    }
  })

  test('that is to be forgotten must be named', async () => {
    // Next's mount gives a type even to a body that is not there.
    const untyped = { headers: { 'content-type': 'text/plain' } }
    for (const options of [{}, untyped, { body: {} }, { body: { endpoint: 5 } }]) {
      expect(await api.call('DELETE', `${ada}/push-subscriptions`, options)).toMatchObject({
        status: 400,
        body: { data: { issues: [{ path: 'endpoint' }] } },
      })
    }
  })

  test('of nobody is 404', async () => {
    const answer = await api.call('POST', '/v1/users/ext:nobody/push-subscriptions', { body: subscription() })
    expect(answer.status).toBe(404)
  })
})

const at = 'endpoint'
const notPublic = [
  'https://localhost/x',
  'https://LOCALHOST./x',
  'https://app.localhost/x',
  'https://printer.local/x',
  'https://db.internal/x',
  'https://intranet/x',
  'https://127.0.0.1/x',
  'https://127.1/x',
  'https://0x7f000001/x',
  'https://2130706433/x',
  'https://10.1.2.3/x',
  'https://172.31.0.1/x',
  'https://192.168.0.1:8443/x',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/x',
  'https://0.0.0.0/x',
  'https://[::1]/x',
  'https://[::]/x',
  'https://[::ffff:10.0.0.1]/x',
  'https://[fd00::1]/x',
  'https://[fe80::1]/x',
  'https://[64:ff9b::7f00:1]/x',
  'https://[2002:7f00:1::]/x',
]
/** In UTF-8 longer than what an index takes. */
const signs = Array.from(new Uint16Array(randomBytes(3_600).buffer), (n) =>
  String.fromCharCode(0x4e00 + (n % 20_000)),
).join('')

describeBadInput({
  title: 'POST /v1/users/{user_id}/push-subscriptions',
  method: 'POST',
  path: () => `${ada}/push-subscriptions`,
  api: () => api,
  good: () => subscription(),
  status: 201,
  scope: 'users',
  wrong: [
    ['no endpoint', { keys: subscription().keys }, at],
    ['plain http', subscription({ endpoint: 'http://push.example.com/1' }), at],
    ['another scheme', subscription({ endpoint: 'file:///etc/passwd' }), at],
    ['no address', subscription({ endpoint: 'push' }), at],
    ['a password in the address', subscription({ endpoint: 'https://a:b@push.example.com/1' }), at],
    ['an endless address', subscription({ endpoint: `https://push.example.com/${'x'.repeat(2000)}` }), at],
    ['signs that no browser writes', subscription({ endpoint: `https://push.example.com/${signs}` }), at],
    ...notPublic.map((endpoint) => [endpoint, subscription({ endpoint }), at] as const),
    ['no keys', { endpoint: 'https://push.example.com/1' }, 'keys'],
    ['no key', subscription({ keys: { auth: auth() } }), 'keys.p256dh'],
    ['no secret', subscription({ keys: { p256dh: p256dh() } }), 'keys.auth'],
    [
      'a key of 64 bytes',
      subscription({ keys: { p256dh: randomBytes(64).toString('base64url'), auth: auth() } }),
      'keys.p256dh',
    ],
    [
      'a compressed key',
      subscription({
        keys: { p256dh: createECDH('prime256v1').generateKeys('base64url', 'compressed'), auth: auth() },
      }),
      'keys.p256dh',
    ],
    [
      'a key that is no point of the curve',
      subscription({
        keys: {
          p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url'),
          auth: auth(),
        },
      }),
      'keys.p256dh',
    ],
    ['a key in hex with spaces', subscription({ keys: { p256dh: '04 AB', auth: auth() } }), 'keys.p256dh'],
    [
      'a secret of 15 bytes',
      subscription({ keys: { p256dh: p256dh(), auth: randomBytes(15).toString('base64url') } }),
      'keys.auth',
    ],
    ['a word for a time', subscription({ expirationTime: 'tomorrow' }), 'expirationTime'],
    ['a time that is past', subscription({ expirationTime: 1 }), 'expirationTime'],
    ['a time beyond all calendars', subscription({ expirationTime: 9e15 }), 'expirationTime'],
  ],
  stored,
})
