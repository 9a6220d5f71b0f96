import { randomBytes } from 'node:crypto'
import { Logger as QueueLogger, runOnce } from 'graphile-worker'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { Delivery } from '#server/delivery/deliver.ts'
import type { GuardedProvider } from '#server/delivery/providers/guard.ts'
import type { OutgoingPush } from '#server/delivery/providers/provider.ts'
import { createPushProviders } from '#server/delivery/providers/web-push.ts'
import { pushPart } from '#server/delivery/push-part.ts'
import { sweep } from '#server/delivery/sweep.ts'
import { getEnv } from '#server/env.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { apiKey, silent, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import { type PushService, startPushService } from '#server/testing/push-service.ts'
import { planTask } from '#server/worker/tasks/plan.ts'
import { pushTask } from '#server/worker/tasks/push.ts'
import type { PushPayload } from './payload.ts'
import { receiveReceipt } from './receive-receipt.ts'
import { findPublicKey, makeVapidKeys } from './vapid.ts'

// From the browser's subscription to its receipt, through the API, the queue and a push service.

const APP_SECRET = randomBytes(32).toString('hex')
let database: TestDatabase
let api: TestApi
let service: PushService
let providers: GuardedProvider<OutgoingPush>[]
let vapidKey: string
let work: () => Promise<void>
let resetEnv: () => void

beforeAll(async () => {
  database = await testDatabase()
  const { db, url } = database
  resetEnv = useEnv({ APP_SECRET, PUSH_ALLOW_PRIVATE: 'true', OWNER_EMAIL: 'owner@example.com' })
  service = await startPushService()
  await makeVapidKeys(db.orm, getEnv(), new Date())
  providers = await createPushProviders(getEnv(), db)
  api = testApi(db, await apiKey(db, ['ingest', 'read', 'users', 'templates']))
  const app = { name: 'Posthorn', url: 'https://posthorn.test' }
  const render = await createRenderer(db.orm, app, (address) => `https://posthorn.test/u/${address}`)
  const log = silent()
  const push = new Delivery({
    ...{ db, clock: systemClock, log, workerId: 'w1', providers, allowTo: null, defaultTimezone: 'UTC' },
    part: pushPart({ render, defaultTimezone: 'UTC', appSecret: APP_SECRET }),
  })
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  work = () =>
    runOnce({
      connectionString: url,
      logger: new QueueLogger(() => () => undefined),
      taskList: {
        'notifications.plan': planTask({ db, clock: systemClock, settings, log }),
        'notifications.push': pushTask(push),
      },
    })
  const { body } = await api.call('GET', '/v1/push/public-key', { key: null })
  vapidKey = String(body.data?.public_key)
  await publish({
    template_key: 'SHIPPED',
    subject: 'Order {order_id} is on its way',
    body: 'Hello {recipient.name|there}, it left our house today.',
    html_body: '<p>Hello</p><a href="https://shop.example.com/orders/{order_id}">Follow it</a>',
  })
})
afterAll(async () => {
  await Promise.all(providers.map((provider) => provider.close()))
  await service.close()
  await database.close()
  resetEnv()
})
beforeEach(() => {
  service.received.length = 0
  service.misbehave(null)
})

async function publish(body: Record<string, unknown>): Promise<void> {
  const { status } = await api.call('POST', '/v1/templates', { body })
  expect(status).toBe(201)
}

let sequence = 0
async function subscriber(): Promise<{ id: string; endpoint: string }> {
  const email_address = `u${++sequence}@example.com`
  const { body } = await api.call('POST', '/v1/users', { body: { email_address, name: 'Ada' } })
  const id = String(body.data?.user_id)
  return { id, endpoint: await subscribe(id) }
}
async function subscribe(id: string, key = vapidKey): Promise<string> {
  const subscription = service.subscribe(key)
  const { status } = await api.call('POST', `/v1/users/${id}/push-subscriptions`, { body: subscription })
  expect(status).toBe(201)
  return subscription.endpoint
}
/** The notification's id, when everything that was due is done. */
async function notify(user_id: string, template_key = 'SHIPPED', message_data = {}): Promise<string> {
  const { body } = await api.call('POST', '/v1/notifications', {
    body: {
      ...{ user_id, template_key, channels: ['push'] },
      message_data: { order_id: 'A/42', ...message_data },
    },
  })
  await work()
  return String(body.data?.notification_id)
}
const stateOf = async (id: string) => (await api.call('GET', `/v1/notifications/${id}`)).body.data
const payloads = () => service.received.map(({ payload }) => JSON.parse(payload) as PushPayload)
const tell = (receipt: string, event: 'shown' | 'clicked') =>
  receiveReceipt({ db: database.db, clock: systemClock }, silent(), APP_SECRET, { receipt, event })
const seenAt = async (notification: string) => {
  const rows = await database.db.sql`select seen_at from deliveries where notification_id = ${notification}`
  return rows.map((row) => row.seen_at)
}

describe('the keys', () => {
  test('are made once, whoever asks first, and the private one is sealed', async () => {
    const other = await testDatabase()
    await Promise.all([1, 2, 3].map(() => makeVapidKeys(other.db.orm, getEnv(), new Date())))
    const rows = await other.db.sql<{ public_key: string; private_key: string }[]>`
      select public_key, private_key from vapid_keys`
    expect(rows).toHaveLength(1)
    expect(await findPublicKey(other.db.orm, getEnv())).toBe(rows[0]?.public_key)
    expect(Buffer.from(rows[0]?.private_key ?? '', 'base64url').length).toBeGreaterThan(60)
    await other.close()
  })

  test('that can not be read let push wait, and nothing else', async () => {
    const env = { ...getEnv(), access: { ...getEnv().access, appSecret: 'y'.repeat(32) } }
    const [provider] = await createPushProviders(env, database.db)
    const answer = await provider?.send({ endpoint: 'https://push.example.com/1' } as OutgoingPush)
    expect(answer).toMatchObject({ outcome: 'provider_down', code: 'vapid_unreadable' })
  })
})

describe('a push message', () => {
  test('is made from the mail’s template, and comes to each of the user’s browsers', async () => {
    const { id, endpoint } = await subscriber()
    const second = await subscribe(id)
    const notification = await notify(id)
    expect(service.refused).toEqual([])
    expect(service.received.map((one) => one.endpoint).sort()).toEqual([endpoint, second].sort())
    expect(payloads()[0]).toEqual({
      title: 'Order A/42 is on its way',
      body: 'Hello Ada, it left our house today.',
      link: 'https://shop.example.com/orders/A%2F42',
      icon: null,
      tag: expect.any(String),
      receipt: expect.stringMatching(/^[\w-]{86}$/),
    })
    expect(service.received[0]?.vapid.claims.sub).toBe('mailto:owner@example.com')
    expect(await stateOf(notification)).toMatchObject({
      status: 'SENT',
      deliveries: [
        { channel: 'push', provider: 'webpush', status: 'SENT' },
        { channel: 'push', status: 'SENT' },
      ],
    })
  })

  test('says what its template says for push, and takes no address that a browser must not open', async () => {
    const { id } = await subscriber()
    await publish({
      ...{ template_key: 'OWN_WORDS', subject: 'A long subject for mail', body: 'A long body' },
      push: {
        title: '{count} new',
        body: 'From {from|us}',
        link: '{url}',
        icon: 'https://x.example/{icon}.png',
      },
    })
    await notify(id, 'OWN_WORDS', { count: 3, url: 'https://shop.example.com/new', icon: '../a b' })
    await notify(id, 'OWN_WORDS', { count: 4, url: 'javascript:alert(1)', icon: 'x' })
    const icon = 'https://x.example/..%2Fa%20b.png'
    expect(payloads()).toMatchObject([
      { title: '3 new', body: 'From us', link: 'https://shop.example.com/new', icon },
      { title: '4 new', link: null },
    ])
  })

  test('that lacks a value fails with its name', async () => {
    const { id } = await subscriber()
    await publish({ template_key: 'LACKS', subject: 'S', body: 'B', push: { title: '{count} new' } })
    expect(await stateOf(await notify(id, 'LACKS'))).toMatchObject({
      status: 'FAILED',
      error_message: expect.stringContaining('count'),
    })
  })

  test('that is too long is shortened by whole characters', async () => {
    const { id } = await subscriber()
    await publish({ template_key: 'LONG', subject: '{t}', body: '{b}', push: { body: '{b}' } })
    await notify(id, 'LONG', { t: 'é'.repeat(300), b: '🎉'.repeat(5_000) })
    const [received] = service.received
    expect(Buffer.byteLength(received?.payload ?? '')).toBeLessThanOrEqual(3_000)
    expect(Buffer.byteLength(received?.payload ?? '')).toBeGreaterThan(2_980)
    expect(payloads()[0]?.title).toBe('é'.repeat(300))
    expect(payloads()[0]?.body).toMatch(/^🎉+…$/u)
  })
})

describe('a subscription', () => {
  test('that is over is forgotten, and the next message finds none', async () => {
    const { id, endpoint } = await subscriber()
    service.unsubscribe(endpoint)
    expect(await stateOf(await notify(id))).toMatchObject({
      status: 'FAILED',
      error_message: expect.stringContaining('no longer subscribed'),
    })
    const left = await database.db.sql`select 1 from push_subscriptions where endpoint = ${endpoint}`
    expect(left).toEqual([])
    expect(await stateOf(await notify(id))).toMatchObject({ status: 'WITHHELD' })
  })
})

describe('a receipt', () => {
  test('that it was shown makes it delivered; that it was clicked, seen', async () => {
    const { id } = await subscriber()
    const notification = await notify(id)
    const receipt = payloads()[0]?.receipt ?? ''
    await tell(receipt, 'shown')
    await tell(receipt, 'shown')
    expect(await stateOf(notification)).toMatchObject({ deliveries: [{ status: 'DELIVERED' }] })
    expect(await seenAt(notification)).toEqual([null])
    await tell(receipt, 'clicked')
    const [first] = await seenAt(notification)
    expect(first).not.toBeNull()
    await tell(receipt, 'clicked')
    expect(await seenAt(notification)).toEqual([first])
  })

  test('of a click is enough, where the other was lost', async () => {
    const { id } = await subscriber()
    const notification = await notify(id)
    await tell(payloads()[0]?.receipt ?? '', 'clicked')
    expect(await stateOf(notification)).toMatchObject({ deliveries: [{ status: 'DELIVERED' }] })
  })

  test('before the outcome is recorded waits for it', async () => {
    const { id } = await subscriber()
    const notification = await notify(id)
    await database.db.sql`update deliveries set status = 'SENDING' where notification_id = ${notification}`
    await tell(payloads()[0]?.receipt ?? '', 'shown')
    await database.db.sql`update deliveries set status = 'SENT' where notification_id = ${notification}`
    await sweep(database.db, new Date())
    expect(await stateOf(notification)).toMatchObject({ deliveries: [{ status: 'DELIVERED' }] })
  })

  test('counts again for a call after it: one before had arrived, though it seemed lost', async () => {
    const { id } = await subscriber()
    const notification = await notify(id)
    const receipt = payloads()[0]?.receipt ?? ''
    await tell(receipt, 'shown')
    const { sql } = database.db
    await sql`update deliveries set status = 'SENT' where notification_id = ${notification}`
    await sql`update provider_events set received_at = received_at - interval '2 minutes' where delivery_id in
      (select id from deliveries where notification_id = ${notification})`
    await sql`update attempts set started_at = started_at - interval '1 minute' where notification_id = ${notification}`
    await tell(receipt, 'shown')
    expect(await stateOf(notification)).toMatchObject({ deliveries: [{ status: 'DELIVERED' }] })
  })

  test('of nobody is not taken', async () => {
    for (const receipt of ['', 'x', 'A'.repeat(86)]) {
      await expect(tell(receipt, 'shown')).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

// Last: the guard leaves the push service alone for a while.
describe('a subscription of a push service that has trouble', () => {
  test.each([
    [{ status: 503 }, 'http_503'],
    [{ status: 429, headers: { 'retry-after': '60' } }, 'http_429'],
  ])('is kept through %j, which is tried again', async (how, reason) => {
    const { id, endpoint } = await subscriber()
    service.misbehave(how)
    expect(await stateOf(await notify(id))).toMatchObject({
      status: 'QUEUED',
      deliveries: [{ status: 'QUEUED', reason }],
    })
    const left = await database.db.sql`select 1 from push_subscriptions where endpoint = ${endpoint}`
    expect(left).toHaveLength(1)
  })
})
