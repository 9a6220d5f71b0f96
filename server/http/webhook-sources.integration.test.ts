import { createHmac, randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import type { SourceAuth, SourceMapping } from '#server/db/schema/sources.ts'
import { createSource, type SourceDeps } from '#server/sources/create.ts'
import { createLiveSources } from '#server/sources/live.ts'
import { rotateSecret } from '#server/sources/rotate-secret.ts'
import { createSourceTraffic, type SourceTraffic } from '#server/sources/traffic.ts'
import { updateSource } from '#server/sources/update.ts'
import { APP_SECRET, apiKey, type TestApi, testApi } from '#server/testing/api.ts'
import { describeBadInput } from '#server/testing/bad-input.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'

let database: TestDatabase
let api: TestApi
let deps: SourceDeps
let traffic: SourceTraffic
let secret: string
const clock = fixedClock('2026-11-21T09:00:00Z')

const admin = () => asMember(database.db)
const make = (key: string, auth: SourceAuth, mapping?: SourceMapping) =>
  createSource(admin(), deps, { key, name: key, auth }).then(async (made) => {
    if (mapping) await updateSource(admin(), deps, { key, mapping })
    return made.secret ?? ''
  })

beforeAll(async () => {
  database = await testDatabase()
  deps = {
    appSecret: APP_SECRET,
    live: createLiveSources(
      () => database.db,
      () => APP_SECRET,
    ),
  }
  traffic = createSourceTraffic(
    () => database.db,
    () => undefined,
  )
  api = testApi(database.db, null, { clock, sources: () => deps.live, sourceTraffic: () => traffic })
  secret = await make('signed', 'signature')
  await make('keyed', 'key')
  await make('open', 'open')
})
beforeEach(async () => {
  await traffic.flush()
  await database.db.sql`truncate source_traffic, source_refusals`
})
afterAll(() => database.close())

const rows = () =>
  database.db.sql<Record<string, unknown>[]>`select event_type, source, source_name, customer_id, order_id,
    correlation_id, addressee, payload from notifications order by id`
const stored = async () => (await rows()).length
const newest = async () => (await rows()).at(-1)

/** As the official library signs it. */
function signed(text: string, options: { secret?: string; id?: string; at?: Date } = {}) {
  const { id = `msg_${randomUUID()}`, at = clock.now() } = options
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(options.secret ?? secret).sign(id, at, text),
  }
}
const body = { type: 'ORDER_CREATED', order_id: 7, customer: { id: 'C1', mail: 'ada@example.com' } }
const text = JSON.stringify(body)
const post = (path: string, headers: Record<string, string> = {}, sent = text) =>
  api.call('POST', path, { body: sent, headers })

const refusals = async () => {
  await traffic.flush()
  return database.db.sql<{ source_key: string; status: number; reason: string; trace_id: string }[]>`
    select source_key, status, reason, trace_id from source_refusals order by id`
}
const counts = async () => {
  await traffic.flush()
  return database.db.sql<{ source_key: string; accepted: number; refused: number }[]>`
    select source_key, sum(accepted)::int as accepted, sum(refused)::int as refused from source_traffic
    group by 1 order by 1`
}

describe('a signed request', () => {
  test.each(['/webhook/signed', '/webhook/signed/'])('to %s is acknowledged and kept', async (path) => {
    const { status, headers, body: answer } = await post(path, signed(text))
    expect({ status, answer }).toEqual({
      status: 200,
      answer: { ack: true, trace_id: headers.get('x-trace-id') },
    })
    expect(await newest()).toMatchObject({
      event_type: 'ORDER_CREATED',
      source: 'webhook',
      source_name: 'signed',
      order_id: '7',
      addressee: null,
      payload: body,
    })
  })

  test('that is bad in any way gets the same 401 without a hint, and nothing is kept', async () => {
    const before = await stored()
    const good = signed(text)
    const late = signed(text, { at: new Date(clock.now().getTime() - 301_000) })
    const early = signed(text, { at: new Date(clock.now().getTime() + 301_000) })
    const strange = signed(text, { secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` })
    const tries: [Record<string, string>, string?][] = [
      [{}],
      [{ authorization: `Bearer ${await apiKey(database.db)}` }],
      [{ 'webhook-id': good['webhook-id'], 'webhook-timestamp': good['webhook-timestamp'] }],
      [{ ...good, 'webhook-id': 'another' }],
      [{ ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) + 1) }],
      [{ ...good, 'webhook-signature': 'v1,AAAA' }],
      [good, text.replace('7', '8')],
      [good, 'not even JSON'],
      [late],
      [early],
      [strange],
    ]
    const words = new Set<string>()
    for (const [headers, sent] of tries) {
      const { status, body: answer } = await post('/webhook/signed', headers, sent)
      expect(status).toBe(401)
      words.add(answer.detail ?? '')
    }
    expect([...words]).toEqual(['A valid Standard Webhooks signature is required.'])
    expect(await stored()).toBe(before)
    expect(await refusals()).toHaveLength(tries.length)
    expect((await post('/webhook/signed', good)).status).toBe(200)
  })

  test('that comes again is not kept again, and gets the first answer', async () => {
    const headers = signed(text)
    const first = await post('/webhook/signed', headers)
    const before = await stored()
    const later = { ...headers, ...signed(text, { id: headers['webhook-id'] }) }
    for (const again of [headers, later, { ...headers, 'Idempotency-Key': 'of a stranger' }]) {
      const answer = await post('/webhook/signed', again)
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: first.body })
      expect(answer.headers.get('idempotency-replayed')).toBe('true')
    }
    expect(await stored()).toBe(before)
  })

  test('that comes again by another spelling of the path is the same one', async () => {
    const headers = signed(text)
    await post('/webhook/signed', headers)
    const before = await stored()
    for (const path of ['/webhook/signe%64', '/webhook/%73igned', '/webhook/signed/']) {
      expect((await post(path, headers)).headers.get('idempotency-replayed')).toBe('true')
    }
    expect(await stored()).toBe(before)
  })

  test('with a webhook-id that another body used is 422', async () => {
    const id = `msg_${randomUUID()}`
    await post('/webhook/signed', signed(text, { id }))
    const other = JSON.stringify({ ...body, order_id: 8 })
    const before = await stored()
    expect((await post('/webhook/signed', signed(other, { id }), other)).status).toBe(422)
    expect(await stored()).toBe(before)
  })

  test('may be signed with either secret while one follows the other', async () => {
    const first = await make('rotated', 'signature')
    const { secret: second } = await rotateSecret(admin(), deps, { key: 'rotated', overlapHours: 24 })
    for (const one of [first, second]) {
      expect((await post('/webhook/rotated', signed(text, { secret: one }))).status).toBe(200)
    }
    await rotateSecret(admin(), deps, { key: 'rotated', overlapHours: 0 })
    for (const one of [first, second]) {
      expect((await post('/webhook/rotated', signed(text, { secret: one }))).status).toBe(401)
    }
  })
})

describe('a source', () => {
  test('with a mapping finds type, recipient and ids where it says', async () => {
    await make('mapped', 'open', {
      eventType: { value: 'BOUGHT' },
      recipient: 'customer.mail',
      customerId: 'customer.id',
      orderId: 'nowhere',
    })
    expect((await post('/webhook/mapped', { 'X-Correlation-Id': 'c-9' })).status).toBe(200)
    expect(await newest()).toMatchObject({
      event_type: 'BOUGHT',
      addressee: 'ada@example.com',
      customer_id: 'C1',
      order_id: null,
      correlation_id: 'c-9',
      payload: body,
    })
  })

  test('keeps what has no type', async () => {
    expect((await post('/webhook/open', {}, '{"hello":"world"}')).status).toBe(200)
    expect(await newest()).toMatchObject({ event_type: null, payload: { hello: 'world' } })
  })

  test('that is unknown or switched off is 404', async () => {
    await make('off', 'open')
    await updateSource(admin(), deps, { key: 'off', enabled: false })
    for (const path of ['/webhook/nobody', '/webhook/off', '/webhook/x%00', `/webhook/${'x'.repeat(500)}`]) {
      expect((await post(path)).status, path).toBe(404)
    }
    await updateSource(admin(), deps, { key: 'off', enabled: true })
    expect((await post('/webhook/off')).status).toBe(200)
  })

  test('with a key wants one with the scope, unless OPEN_ENDPOINTS opens it', async () => {
    expect((await post('/webhook/keyed')).status).toBe(401)
    const key = await apiKey(database.db, ['ingest'])
    expect((await post('/webhook/keyed', { 'x-api-key': key })).status).toBe(200)
    const settings = () => ({ openEndpoints: ['webhook' as const], openFrom: ['10.0.0.0/8'] })
    const opened = testApi(database.db, null, { sources: () => deps.live, settings })
    const from = async (address: string) => {
      return (await opened.call('POST', '/webhook/keyed', { body, from: address })).status
    }
    expect([await from('10.1.2.3'), await from('192.0.2.1')]).toEqual([200, 401])
  })

  test('beyond its rate limit is 429, and strangers do not use it up', async () => {
    const limited = await make('limited', 'signature')
    await updateSource(admin(), deps, { key: 'limited', rateLimit: 2 })
    for (let i = 0; i < 5; i++) expect((await post('/webhook/limited')).status).toBe(401)
    const codes = []
    for (let i = 0; i < 3; i++) codes.push(await post('/webhook/limited', signed(text, { secret: limited })))
    expect(codes.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(Number(codes[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('traffic', () => {
  test('counts what was taken and refused, and keeps why', async () => {
    await post('/webhook/open')
    await post('/webhook/open')
    const bad = await post('/webhook/open', {}, '{"card":"4111 1111')
    await post('/webhook/open', {}, '[1]')
    await post('/webhook/open', {}, '{"a":{"b\\u0000c":1}}')
    const events = await post('/webhook/events', { authorization: `Bearer ${await apiKey(database.db)}` })
    await api.call('GET', '/webhook/open')
    expect(await counts()).toEqual([
      { source_key: 'events', accepted: 0, refused: 1 },
      { source_key: 'open', accepted: 2, refused: 3 },
    ])
    const kept = await refusals()
    expect(kept).toMatchObject([
      { source_key: 'open', status: 400, reason: 'The body is not valid JSON.', trace_id: bad.body.trace_id },
      { source_key: 'open', status: 400 },
      { source_key: 'open', status: 400, reason: expect.stringContaining('a.b c') },
      { source_key: 'events', status: 400, trace_id: events.body.trace_id },
    ])
    expect(kept.at(-1)?.reason).toBe('event_type: is required; appointment_id: is required')
    expect(JSON.stringify(kept)).not.toContain('4111')
  })

  test('of names that nobody made is not counted', async () => {
    await post('/webhook/stranger')
    await post('/webhook/resend')
    expect(await counts()).toEqual([])
    expect(await refusals()).toEqual([])
  })

  test('keeps the last 200 refusals of a source', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 150; i++) {
        traffic.refused('open', { status: 400, reason: `no ${round}.${i}`, traceId: randomUUID() })
      }
      traffic.refused('signed', { status: 401, reason: 'no', traceId: randomUUID() })
      await traffic.flush()
    }
    const kept = await refusals()
    const open = kept.filter(({ source_key: key }) => key === 'open')
    expect(open).toHaveLength(200)
    expect(open.at(-1)?.reason).toBe('no 2.149')
    expect(kept).toHaveLength(203)
    expect(await counts()).toContainEqual({ source_key: 'open', accepted: 0, refused: 450 })
  })

  test('that can not be written is kept and written later, once', async () => {
    let away = true
    const own = createSourceTraffic(
      () => {
        if (away) throw new Error('away')
        return database.db
      },
      () => undefined,
    )
    own.accepted('open')
    own.refused('open', { status: 401, reason: 'no', traceId: randomUUID() })
    await expect(own.flush()).rejects.toThrow('away')
    own.accepted('open')
    away = false
    await Promise.all([own.flush(), own.flush()])
    expect(await counts()).toEqual([{ source_key: 'open', accepted: 2, refused: 1 }])
    expect(await refusals()).toHaveLength(1)
  })
})

const good = () => ({ type: 'ORDER_CREATED', order_id: randomUUID() })
const common = { method: 'POST', good, status: 200, wrong: [], stored, api: () => api } as const

describeBadInput({
  ...common,
  title: 'a signed source',
  path: '/webhook/signed',
  scope: null,
  headers: (bytes) => {
    const id = randomUUID()
    const at = String(Math.floor(clock.now().getTime() / 1000))
    const key = Buffer.from(secret.slice(6), 'base64')
    const digest = createHmac('sha256', key).update(`${id}.${at}.`).update(bytes).digest('base64')
    return { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${digest}` }
  },
})
describeBadInput({ ...common, title: 'an open source', path: '/webhook/open', scope: null })

describe('with a key', () => {
  let withKey: TestApi
  beforeAll(async () => {
    const parts = { sources: () => deps.live, sourceTraffic: () => traffic }
    withKey = testApi(database.db, await apiKey(database.db, ['ingest']), parts)
  })
  describeBadInput({
    ...common,
    title: 'a source with a key',
    path: '/webhook/keyed',
    scope: 'ingest',
    api: () => withKey,
  })
})
