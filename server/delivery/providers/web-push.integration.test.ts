import { createECDH } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#server/db/ids.ts'
import type { PushMisbehaviour, PushService } from '#server/testing/push-service.ts'
import { startPushService } from '#server/testing/push-service.ts'
import type { OutgoingPush, Provider, ProviderAnswer } from './provider.ts'
import type { Resolve } from './push-hosts.ts'
import { createWebPushProvider, guardPush, type WebPushOptions } from './web-push.ts'

const curve = createECDH('prime256v1')
const keys = { publicKey: curve.generateKeys('base64url'), privateKey: curve.getPrivateKey('base64url') }
const otherKey = createECDH('prime256v1').generateKeys('base64url')

let service: PushService
let provider: Provider<OutgoingPush>
let gone: string[] = []

const create = (over: Partial<WebPushOptions> = {}) =>
  createWebPushProvider({
    keys,
    subject: 'mailto:shop@example.test',
    allowPrivate: true,
    onGone: async ({ endpoint }) => {
      gone.push(endpoint)
    },
    ...over,
  })

beforeAll(async () => {
  service = await startPushService()
})
afterAll(() => service.close())
beforeEach(() => {
  provider = create()
})
afterEach(async () => {
  await provider.close()
  service.misbehave(null)
  service.received.length = 0
  service.refused.length = 0
  gone = []
})

const words = JSON.stringify({ title: 'Ihre Bestellung 注文 🎉', body: 'Grüße' })
function message(over: Partial<OutgoingPush> = {}): OutgoingPush {
  const { endpoint, keys: browser } = service.subscribe(keys.publicKey)
  const rest = { ttlS: 86_400, urgency: 'normal' as const, topic: null }
  return { deliveryId: newId(), endpoint, ...browser, payload: words, ...rest, ...over }
}

describe('the web push provider', () => {
  it('encrypts for the browser, signs for the push service, and says what it is told', async () => {
    const push = message({ ttlS: 60, urgency: 'high', topic: 'order-42' })
    const answer = await provider.send(push)
    expect(service.refused).toEqual([])
    expect(answer).toEqual({ outcome: 'sent', providerMessageId: `${service.origin}/message/1` })
    const [received] = service.received
    expect(received?.payload).toBe(words)
    expect(received?.headers).toMatchObject({ ttl: '60', urgency: 'high', topic: 'order-42' })
    expect(received?.vapid).toMatchObject({
      key: keys.publicKey,
      claims: { aud: service.origin, sub: 'mailto:shop@example.test' },
    })
  })

  it('takes a message as long as it may be, whatever it is written in', async () => {
    await provider.send(message({ payload: '🎉'.repeat(750) }))
    expect(service.received[0]?.payload).toBe('🎉'.repeat(750))
  })

  it('names no topic where there is none', async () => {
    await provider.send(message())
    expect(service.received[0]?.headers.topic).toBeUndefined()
  })

  it('encrypts each message anew, and signs once for many', async () => {
    const push = message()
    await provider.send(push)
    await provider.send(push)
    const [first, second] = service.received
    expect(second?.vapid.token).toBe(first?.vapid.token)
    expect(service.received.map(({ payload }) => payload)).toEqual([words, words])
  })

  it('carries 50 messages at the same time, and leaves nothing open when it is closed', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => provider.send(message())))
    expect(answers.map(({ outcome }) => outcome)).toEqual(answers.map(() => 'sent'))
    const { made } = service.connections()
    const call = provider.send(message())
    await provider.close()
    expect(await call).toMatchObject({ outcome: 'sent' })
    expect(service.connections().made).toBe(made)
    await expect.poll(() => service.connections().open).toBe(0)
  })

  it.each<[string, PushMisbehaviour, Partial<ProviderAnswer>]>([
    ['201 without a Location', { status: 201 }, { outcome: 'sent', providerMessageId: null }],
    [
      '202',
      { status: 202, headers: { location: 'https://x/1' } },
      { outcome: 'sent', providerMessageId: 'https://x/1' },
    ],
    ['400', { status: 400, body: 'bad crypto' }, { outcome: 'permanent', code: 'http_400' }],
    ['401', { status: 401 }, { outcome: 'permanent', code: 'http_401' }],
    ['413', { status: 413 }, { outcome: 'permanent', code: 'http_413' }],
    [
      '429 with the seconds',
      { status: 429, headers: { 'retry-after': '7' } },
      { outcome: 'throttled', code: 'http_429', retryAfterMs: 7000 },
    ],
    ['429', { status: 429 }, { outcome: 'throttled', retryAfterMs: null }],
    ['500', { status: 500 }, { outcome: 'transient', code: 'http_500' }],
    ['503', { status: 503 }, { outcome: 'transient', code: 'http_503' }],
    ['a cut connection', 'cut', { outcome: 'transient', code: 'connection_lost' }],
    [
      'a redirect, which is not followed',
      { status: 307, headers: { location: 'https://localhost:1/' } },
      { outcome: 'permanent', code: 'http_307' },
    ],
  ])('answers %s by its type', async (_name, how, expected) => {
    service.misbehave(how)
    expect(await provider.send(message())).toMatchObject(expected)
    expect(gone).toEqual([])
  })

  it('tells the words of the push service, not endlessly', async () => {
    service.misbehave({ status: 400, body: `UnauthorizedRegistration\n${'x'.repeat(100_000)}` })
    const answer = await provider.send(message())
    expect('message' in answer && answer.message).toMatch(
      /^The push service does not .* \(400: UnauthorizedRegistration x+\)$/,
    )
    expect('message' in answer && answer.message.length).toBeLessThan(600)
  })

  it.each([404, 410])('forgets the subscription at %s', async (status) => {
    service.misbehave({ status })
    const push = message()
    expect(await provider.send(push)).toMatchObject({ outcome: 'permanent', code: 'push_gone' })
    expect(gone).toEqual([push.endpoint])
  })

  it('says so when the browser subscribed with another key', async () => {
    const { endpoint, keys: browser } = service.subscribe(otherKey)
    expect(await provider.send(message({ endpoint, ...browser }))).toMatchObject({
      outcome: 'permanent',
      code: 'http_403',
      message: expect.stringContaining('must subscribe again'),
    })
  })

  it('gives up in time', async () => {
    service.misbehave('hang')
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 50)
    const answer = await provider.send(message(), controller.signal)
    expect(answer).toMatchObject({ outcome: 'transient', code: 'timeout' })
  })

  it('tells what can’t be reached from what is unknown', async () => {
    const nobody = message({ endpoint: 'https://localhost:1/send/1' })
    expect(await provider.send(nobody)).toMatchObject({ outcome: 'provider_down', code: 'econnrefused' })
    const unknown = message({ endpoint: 'https://push.invalid/send/1' })
    expect(await provider.send(unknown)).toMatchObject({ outcome: 'transient' })
  })

  it.each([
    ['no https', { endpoint: 'http://localhost/1' }, 'invalid_address'],
    ['a key that is none', { p256dh: 'AAAA' }, 'not_encryptable'],
    ['a topic that is none', { topic: 'ä' }, 'not_encryptable'],
    ['a subscription that is gone', { p256dh: '', auth: '' }, 'push_gone'],
  ])('refuses %s without a call', async (_name, over, code) => {
    expect(await provider.send(message(over))).toMatchObject({ outcome: 'permanent', code })
    expect(service.received).toEqual([])
  })
})

describe('a private address', () => {
  const resolving =
    (address: string): Resolve =>
    (_name, _options, done) =>
      done(null, [
        { address: '93.184.215.14', family: 4 },
        { address, family: address.includes(':') ? 6 : 4 },
      ])

  it.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1'])(
    'is not called where a public name leads to it: %s',
    async (address) => {
      const { made } = service.connections()
      const strict = create({ allowPrivate: false, resolve: resolving(address) })
      const endpoint = `https://push.example.com:${new URL(service.origin).port}/send/1`
      expect(await strict.send(message({ endpoint }))).toMatchObject({
        outcome: 'permanent',
        code: 'private_address',
      })
      await strict.close()
      expect(service.connections().made).toBe(made)
    },
  )

  it.each([
    'https://localhost',
    'https://127.0.0.1',
    'https://[::1]',
    'https://192.168.0.1',
    'https://printer.local',
  ])('is not called by its own name: %s', async (origin) => {
    const { made } = service.connections()
    const strict = create({ allowPrivate: false })
    const endpoint = `${origin}:${new URL(service.origin).port}/send/1`
    expect(await strict.send(message({ endpoint }))).toMatchObject({ code: 'private_address' })
    await strict.close()
    expect(service.connections().made).toBe(made)
  })

  it('is looked for at the time of the connection, by the answer that is connected to', async () => {
    const asked: string[] = []
    const strict = create({
      allowPrivate: false,
      resolve: (name, _options, done) => {
        asked.push(name)
        done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), [])
      },
    })
    const push = message({ endpoint: 'https://push.example.com/send/1' })
    expect(await strict.send(push)).toMatchObject({ outcome: 'transient', code: 'enotfound' })
    await strict.send(push)
    expect(asked).toEqual(['push.example.com', 'push.example.com'])
    await strict.close()
  })
})

describe('the guards', () => {
  it('of one push service hold up no other', async () => {
    const other = await startPushService()
    const guarded = guardPush(provider)
    other.misbehave({ status: 503 })
    const { endpoint, keys: browser } = other.subscribe(keys.publicKey)
    const there = message({ endpoint, ...browser })
    const answers: string[] = []
    for (let i = 0; i < 6; i++) {
      const answer = await guarded.send(there)
      answers.push('code' in answer ? answer.code : answer.outcome)
    }
    expect(answers).toEqual([...Array<string>(5).fill('http_503'), 'breaker_open'])
    expect(await guarded.send(message())).toMatchObject({ outcome: 'sent' })
    expect(guarded.state()).toBe('ok')
    await other.close()
  })

  it('let one push service’s pause stop no other', async () => {
    const other = await startPushService()
    const guarded = guardPush(provider)
    other.misbehave({ status: 429, headers: { 'retry-after': '3600' } })
    const { endpoint, keys: browser } = other.subscribe(keys.publicKey)
    expect(await guarded.send(message({ endpoint, ...browser }))).toMatchObject({ code: 'http_429' })
    expect(await guarded.send(message({ endpoint, ...browser }))).toMatchObject({ code: 'rate_budget' })
    const done = await Promise.race([guarded.send(message()), sleep(10_000, null, { ref: false })])
    expect(done).toMatchObject({ outcome: 'sent' })
    await other.close()
  })
})
