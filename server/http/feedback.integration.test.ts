import { createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { sweep } from '#server/delivery/sweep.ts'
import { getNotification } from '#server/notifications/get.ts'
import { findOptOuts } from '#server/recipients/opt-outs.ts'
import { apiKey, type TestApi, testApi } from '#server/testing/api.ts'
import { bounceReport } from '#server/testing/bounce.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { deliveryState, dueDelivery, emailWorker, fakeProvider } from '#server/testing/delivering.ts'
import { asMember, type Delivery } from '#server/testing/factories.ts'
import { type ResendEdge, startResendEdge } from '#server/testing/resend-edge.ts'

const clock = { now: () => new Date() }
const secret = `whsec_${randomBytes(32).toString('base64')}`
let database: TestDatabase
let api: TestApi
let edge: ResendEdge

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db, ['ingest']), {
    settings: () => ({ resendWebhookSecret: secret }),
  })
  edge = await startResendEdge()
})
afterAll(async () => {
  await edge.close()
  await database.close()
})
beforeEach(() => database.db.orm.delete(suppressions))

interface Event {
  type: string
  data?: Record<string, unknown>
  created_at?: unknown
}
let minute = 0
const eventOf = (type: string, data: Record<string, unknown> = {}) => ({
  type,
  created_at: new Date(Date.UTC(2026, 10, 21, 9, minute++ % 60)).toISOString(),
  data,
})

/** As Svix signs: HMAC-SHA256 over id, timestamp and body, by the bytes of the secret. */
function signed(body: string, { id = `msg_${newId()}`, at = clock.now(), by = secret } = {}) {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(by.slice('whsec_'.length), 'base64')
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${digest}` }
}
const tell = (event: Event, options: Parameters<typeof signed>[1] = {}) => {
  const body = JSON.stringify(event)
  return api.call('POST', '/webhook/resend', { body, key: null, headers: signed(body, options) })
}
const events = async () => {
  const [row] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from provider_events`
  return row?.n ?? 0
}

/** A delivery that Resend has taken, and what it calls it. */
async function sentByResend(
  address = `u${newId()}@example.com`,
): Promise<{ delivery: Delivery; messageId: string }> {
  const delivery = await dueDelivery(database.db, clock, { address })
  const provider = { ...edge.create(), state: () => 'ok' as const }
  await emailWorker(database.db, { clock, providers: [provider] }).deliver([delivery.id])
  const { delivery: sent } = await deliveryState(database.db, delivery)
  expect(sent.status).toBe('SENT')
  return { delivery, messageId: sent.providerMessageId ?? '' }
}
const stateOf = async (delivery: Delivery) => {
  const { delivery: row, notification } = await deliveryState(database.db, delivery)
  const [found] = await database.db.sql<{ reason: string; detail: string | null }[]>`
    select reason, detail from suppressions where address = ${delivery.address}`
  return {
    status: row.status,
    reason: row.reason,
    reasonText: row.reasonText,
    notification: notification.status,
    suppressed: found ? { ...found } : null,
  }
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]]
  return all.flatMap((one, i) =>
    permutations([...all.slice(0, i), ...all.slice(i + 1)]).map((rest) => [one, ...rest]),
  )
}

describe('events from Resend', () => {
  test('about an address that unsubscribed stop it altogether, and it stays unsubscribed', async () => {
    const { delivery, messageId } = await sentByResend()
    const { address } = delivery
    const row = { channel: 'email', address, reason: 'unsubscribed' } as const
    await database.db.orm.insert(suppressions).values({ ...row, id: newId(), createdAt: clock.now() })
    await tell(eventOf('email.complained', { email_id: messageId }))
    expect((await stateOf(delivery)).suppressed).toEqual({ reason: 'complaint', detail: null })
    const off = (await findOptOuts(database.db.orm, [address]))(address)
    expect(off).toContain('marketing')
    expect(off).not.toContain('security')
  })

  const bounce = { type: 'Permanent', subType: 'General', message: '550 5.1.1 no such mailbox' }
  test.each<[string, [string, Record<string, unknown>?][], Awaited<ReturnType<typeof stateOf>>]>([
    [
      'a delivered mail',
      [['email.sent'], ['email.delivery_delayed'], ['email.delivered'], ['email.opened']],
      { status: 'DELIVERED', reason: null, reasonText: null, notification: 'SENT', suppressed: null },
    ],
    [
      'a mail that bounced for good and was reported',
      [['email.sent'], ['email.delivered'], ['email.bounced', { bounce }], ['email.complained']],
      {
        status: 'COMPLAINED',
        reason: 'complaint',
        reasonText: 'It was reported as spam.',
        notification: 'FAILED',
        suppressed: { reason: 'complaint', detail: null },
      },
    ],
    [
      'a mail that bounced for good',
      [['email.sent'], ['email.delivered'], ['email.bounced', { bounce }]],
      {
        status: 'BOUNCED',
        reason: 'hard_bounce',
        reasonText: 'It bounced for good: 550 5.1.1 no such mailbox',
        notification: 'FAILED',
        suppressed: { reason: 'hard_bounce', detail: '550 5.1.1 no such mailbox' },
      },
    ],
    [
      'a mail that bounced for now',
      [['email.sent'], ['email.bounced', { bounce: { type: 'Transient', message: 'mailbox full' } }]],
      {
        status: 'BOUNCED',
        reason: 'soft_bounce',
        reasonText: 'It bounced: mailbox full',
        notification: 'FAILED',
        suppressed: null,
      },
    ],
    [
      'a mail that Resend did not send',
      [['email.failed', { failed: { reason: 'reached_daily_quota' } }]],
      {
        status: 'FAILED',
        reason: 'resend_failed',
        reasonText: 'The provider could not send it: reached_daily_quota',
        notification: 'FAILED',
        suppressed: null,
      },
    ],
    [
      'a mail to an address on Resend’s own list',
      [['email.suppressed', { suppressed: { type: 'OnAccountSuppressionList', message: 'on the list' } }]],
      {
        status: 'BOUNCED',
        reason: 'hard_bounce',
        reasonText: 'It bounced for good: on the list',
        notification: 'FAILED',
        suppressed: { reason: 'hard_bounce', detail: 'on the list' },
      },
    ],
  ])('about %s make the same of it in every order', async (_, told, expected) => {
    for (const order of permutations(told)) {
      const { delivery, messageId } = await sentByResend()
      for (const [type, data] of order) {
        const answer = await tell(eventOf(type, { email_id: messageId, ...data }))
        expect(answer).toMatchObject({ status: 200, body: { ack: true, trace_id: expect.any(String) } })
      }
      expect(await stateOf(delivery), order.map(([type]) => type).join(', ')).toEqual(expected)
    }
  })

  test('that come all at once make the same of it', async () => {
    const { delivery, messageId } = await sentByResend()
    const types = ['email.sent', 'email.delivered', 'email.opened', 'email.bounced', 'email.delivery_delayed']
    await Promise.all(types.map((type) => tell(eventOf(type, { email_id: messageId, bounce }))))
    expect(await stateOf(delivery)).toMatchObject({
      status: 'BOUNCED',
      suppressed: { reason: 'hard_bounce' },
    })
  })

  test('are applied once', async () => {
    const { delivery, messageId } = await sentByResend()
    const event = eventOf('email.bounced', { email_id: messageId, bounce })
    await tell(event, { id: 'msg_once' })
    await database.db.orm.delete(suppressions)
    const before = await events()
    const both = await Promise.all([tell(event, { id: 'msg_once' }), tell(event, { id: 'msg_once' })])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(await events()).toBe(before)
    // An address that somebody took off the list does not come back by an old event.
    expect((await stateOf(delivery)).suppressed).toBeNull()
  })

  test('say by an opened or clicked mail that it was seen, first when', async () => {
    const { delivery, messageId } = await sentByResend()
    const seen = async () => (await deliveryState(database.db, delivery)).delivery.seenAt
    await tell(eventOf('email.delivered', { email_id: messageId }))
    expect(await seen()).toBeNull()
    const first = eventOf('email.opened', { email_id: messageId })
    await tell(eventOf('email.clicked', { email_id: messageId }))
    await tell(first)
    await tell(eventOf('email.opened', { email_id: messageId }))
    expect(await seen()).toEqual(new Date(first.created_at))
  })

  test('are lines of the notification’s timeline', async () => {
    const { delivery, messageId } = await sentByResend()
    await tell(eventOf('email.delivery_delayed', { email_id: messageId }))
    await tell(eventOf('email.bounced', { email_id: messageId, bounce }))
    const { timeline } = await getNotification(asMember(database.db), { id: delivery.notificationId })
    const lines = timeline.map(({ title, reason }) => [title, reason])
    expect(lines).toContainEqual(['Delayed (Resend says)', null])
    expect(lines).toContainEqual(['Bounced for good (Resend says)', '550 5.1.1 no such mailbox'])
    expect(lines.filter(([title]) => title?.startsWith('Bounced'))).toHaveLength(1)
  })

  test('do not take what somebody else put on the list for theirs', async () => {
    const { delivery, messageId } = await sentByResend()
    await database.db.orm.insert(suppressions).values({
      id: newId(),
      channel: 'email',
      address: delivery.address,
      reason: 'manual',
      detail: 'asked on the phone',
      createdAt: clock.now(),
    })
    await tell(eventOf('email.complained', { email_id: messageId }))
    expect((await stateOf(delivery)).suppressed).toEqual({ reason: 'manual', detail: 'asked on the phone' })
  })

  test('that come before our own outcome wait for it', async () => {
    const delivery = await dueDelivery(database.db, clock, { address: `early${newId()}@example.com` })
    const tags = { delivery_id: delivery.id }
    const provider = fakeProvider('resend')
    provider.answers.push(async () => {
      // Resend tells of it before its own answer has come back.
      await tell(eventOf('email.sent', { email_id: 're_early', tags }))
      await tell(
        eventOf('email.bounced', {
          email_id: 're_early',
          bounce,
          tags: [{ name: 'delivery_id', value: delivery.id }],
        }),
      )
      return { outcome: 'sent', providerMessageId: 're_early' }
    })
    await emailWorker(database.db, { clock, providers: [provider] }).deliver([delivery.id])
    expect(await stateOf(delivery)).toMatchObject({ status: 'SENT', suppressed: null })
    expect(await sweep(database.db, clock.now())).toMatchObject({ told: 2 })
    expect(await stateOf(delivery)).toMatchObject({
      status: 'BOUNCED',
      notification: 'FAILED',
      suppressed: { reason: 'hard_bounce' },
    })
    expect(await sweep(database.db, clock.now())).toMatchObject({ told: 0 })
  })

  describe('that wait', () => {
    const early = async () => {
      const delivery = await dueDelivery(database.db, clock, { address: `late${newId()}@example.com` })
      await tell(eventOf('email.bounced', { email_id: newId(), bounce, tags: { delivery_id: delivery.id } }))
      await database.db
        .sql`update deliveries set status = 'SENT', provider = 'resend' where id = ${delivery.id}`
      return delivery
    }

    test('are applied though one before them fails', async () => {
      const { sql } = database.db
      const [broken, good] = [await early(), await early()]
      await sql.unsafe(`
        create function break() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
        create trigger break before insert on suppressions for each row
          when (new.address = '${broken.address}') execute function break()`)
      await expect(sweep(database.db, clock.now())).rejects.toThrow('broken')
      await sql`drop trigger break on suppressions`
      expect(await stateOf(broken)).toMatchObject({ status: 'SENT' })
      expect(await stateOf(good)).toMatchObject({ status: 'BOUNCED' })
      expect(await sweep(database.db, clock.now())).toMatchObject({ told: 1 })
    })

    test('are not kept waiting by many about what was erased', async () => {
      const { sql } = database.db
      const [erased, good] = [await early(), await early()]
      await sql`update notifications set erased_at = now() where id = ${erased.notificationId}`
      await sql`insert into provider_events (id, provider, type, at, received_at, detail)
        select id || n, provider, type, at, received_at, detail from provider_events, generate_series(1, 600) n
        where detail->>'delivery_id' = ${erased.id}`
      expect(await sweep(database.db, clock.now())).toMatchObject({ told: 1 })
      expect(await stateOf(good)).toMatchObject({ status: 'BOUNCED' })
      await sql`delete from provider_events where delivery_id is null`
    })
  })

  test('settle what nobody knew', async () => {
    const delivery = await dueDelivery(database.db, clock, {
      status: 'UNKNOWN',
      provider: 'resend',
      address: `unknown${newId()}@example.com`,
    })
    await tell(eventOf('email.delivered', { email_id: 're_unknown', tags: { delivery_id: delivery.id } }))
    expect(await stateOf(delivery)).toMatchObject({ status: 'DELIVERED', notification: 'SENT' })
  })

  test('about a mail before the last one change no status, but suppress', async () => {
    const { delivery, messageId } = await sentByResend()
    await database.db.sql`update deliveries set provider_message_id = 're_second' where id = ${delivery.id}`
    await tell(eventOf('email.bounced', { email_id: messageId, bounce, tags: { delivery_id: delivery.id } }))
    expect(await stateOf(delivery)).toMatchObject({ status: 'SENT', suppressed: { reason: 'hard_bounce' } })
  })

  test('about nothing of ours change nothing and are forgotten after a day', async () => {
    await tell(eventOf('email.bounced', { email_id: 're_of_another_app', bounce }))
    await tell(eventOf('domain.updated', { id: 'd1', name: 'example.com' }))
    const [row] = await database.db.sql`
      select count(*)::int as n from provider_events where detail->>'message_id' = 're_of_another_app'`
    expect(row?.n).toBe(1)
    await sweep(database.db, new Date(clock.now().getTime() + 25 * 60 * 60 * 1000))
    const [gone] = await database.db
      .sql`select count(*)::int as n from provider_events where delivery_id is null`
    expect(gone?.n).toBe(0)
    expect(await database.db.orm.select().from(suppressions)).toEqual([])
  })
})

describe('a request to /webhook/resend is refused', () => {
  const good = () => eventOf('email.sent', { email_id: 're_any' })
  const body = JSON.stringify(good())
  const other = `whsec_${randomBytes(32).toString('base64')}`
  const old = () => new Date(clock.now().getTime() - 6 * 60_000)
  test.each<[string, () => Record<string, string>]>([
    ['without a signature', () => ({})],
    ['with another secret', () => signed(body, { by: other })],
    ['with a signature of another body', () => signed('{}')],
    ['with an old signature', () => signed(body, { at: old() })],
    ['with a signature under another id', () => ({ ...signed(body), 'svix-id': 'msg_other' })],
  ])('%s: 401, and nothing is stored', async (_, headers) => {
    const before = await events()
    const answer = await api.call('POST', '/webhook/resend', { body, headers: headers() })
    expect(answer).toMatchObject({
      status: 401,
      body: { detail: expect.any(String), trace_id: expect.any(String) },
    })
    expect(await events()).toBe(before)
    expect((await tell(good())).status).toBe(200)
  })

  test.each<[string, unknown, string]>([
    ['no type', { created_at: '2026-11-21T09:00:00Z', data: {} }, 'type'],
    ['a type that is no text', { ...good(), type: 5 }, 'type'],
    ['no time', { type: 'email.sent', data: {} }, 'created_at'],
    ['a time that is none', { ...good(), created_at: 'yesterday' }, 'created_at'],
    ['a time out of range', { ...good(), created_at: '-000100-01-01T00:00:00Z' }, 'created_at'],
    ['no data', { type: 'email.sent', created_at: '2026-11-21T09:00:00Z' }, 'data'],
    ['an id that is no text', eventOf('email.sent', { email_id: {} }), 'data.email_id'],
    ['NUL', eventOf('email.sent', { email_id: 'a\u0000' }), 'data.email_id'],
    ['a bounce that is no object', eventOf('email.bounced', { email_id: 'x', bounce: 'y' }), 'data.bounce'],
  ])('with %s: 400 naming it, and nothing is stored', async (_, event, path) => {
    const before = await events()
    const answer = await tell(event as Event)
    expect(answer).toMatchObject({ status: 400, body: { issues: [expect.objectContaining({ path })] } })
    expect(await events()).toBe(before)
    expect((await tell(good())).status).toBe(200)
  })

  test('of 2 MiB: 413, of another type: 415, that is no JSON: 400', async () => {
    const large = JSON.stringify({ ...good(), more: 'x'.repeat(2 ** 21) })
    const call = (text: string, headers = {}) =>
      api.call('POST', '/webhook/resend', { body: text, key: null, headers: { ...signed(text), ...headers } })
    expect((await call(large)).status).toBe(413)
    expect((await call(body, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await call('{')).status).toBe(400)
    expect((await call('{"a":'.repeat(10_000))).status).toBe(400)
  })

  test('where no secret is set: 404 with the reason', async () => {
    const deaf = testApi(database.db, null)
    const answer = await deaf.call('POST', '/webhook/resend', { body, headers: signed(body) })
    expect(answer).toMatchObject({
      status: 404,
      body: { detail: 'Events from Resend are not taken: RESEND_WEBHOOK_SECRET is not set.' },
    })
  })
})

describe('a bounce report', () => {
  const post = (text: string, type = 'message/rfc822', key?: string | null) =>
    api.call('POST', '/webhook/bounce', {
      body: text,
      headers: { 'content-type': type },
      ...(key !== undefined && { key }),
    })

  async function sentBySmtp(): Promise<Delivery> {
    const delivery = await dueDelivery(database.db, clock, { address: `smtp${newId()}@example.com` })
    await emailWorker(database.db, { clock, providers: [fakeProvider('smtp')] }).deliver([delivery.id])
    return delivery
  }

  test('says that a mail bounced for good: its address is suppressed, once', async () => {
    const delivery = await sentBySmtp()
    const report = bounceReport({ deliveryId: delivery.id })
    expect(await post(report)).toMatchObject({ status: 200, body: { ack: true } })
    expect(await stateOf(delivery)).toMatchObject({
      status: 'BOUNCED',
      reason: 'hard_bounce',
      reasonText: expect.stringContaining('User unknown'),
      notification: 'FAILED',
      suppressed: { reason: 'hard_bounce' },
    })
    await database.db.orm.delete(suppressions)
    expect((await post(report)).status).toBe(200)
    expect((await stateOf(delivery)).suppressed).toBeNull()
  })

  test('in every order with one of a delay and one of a failure for now', async () => {
    const told = [{ action: 'delayed', status: '4.4.1' }, { status: '4.4.7' }, {}]
    for (const order of permutations(told)) {
      const delivery = await sentBySmtp()
      for (const how of order) await post(bounceReport({ deliveryId: delivery.id, ...how }))
      expect(await stateOf(delivery)).toMatchObject({ status: 'BOUNCED', reason: 'hard_bounce' })
    }
  })

  test.each<[string, () => string | Promise<string>, string, number, string]>([
    ['that is none', () => 'hello', 'message/rfc822', 400, ''],
    [
      'about a mail of somebody else',
      () => bounceReport({ deliveryId: newId() }),
      'message/rfc822',
      422,
      'Message-ID',
    ],
    [
      'about a mail that went out by Resend',
      async () => bounceReport({ deliveryId: (await sentByResend()).delivery.id }),
      'message/rfc822',
      422,
      'Message-ID',
    ],
  ])('%s is refused, naming what is wrong', async (_, text, type, status, path) => {
    const report = await text()
    const before = await events()
    expect(await post(report, type)).toMatchObject({ status, body: { issues: [{ path }] } })
    expect(await events()).toBe(before)
  })

  test('of 2 MiB: 413; as JSON: 415; with no key: 401; with a key for reading: 403', async () => {
    const report = bounceReport({ deliveryId: newId() })
    expect((await post(`${report}${'x'.repeat(2 ** 21)}`)).status).toBe(413)
    expect((await post(report, 'application/json')).status).toBe(415)
    expect((await post(report, 'text/plain; message/rfc822')).status).toBe(415)
    expect((await post(report, 'message/rfc822', null)).status).toBe(401)
    expect((await post(report, 'message/rfc822', await apiKey(database.db, ['read']))).status).toBe(403)
  })
})
