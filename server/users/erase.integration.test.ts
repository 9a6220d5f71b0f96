import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { attempts, deliveries, deliveryContents } from '#server/db/schema/deliveries.ts'
import { inboxMessages } from '#server/db/schema/inbox.ts'
import { members } from '#server/db/schema/members.ts'
import { idempotencyKeys, notifications } from '#server/db/schema/notifications.ts'
import { providerEvents } from '#server/db/schema/suppressions.ts'
import { erasures } from '#server/db/schema/users.ts'
import { applyFeedback } from '#server/feedback/apply.ts'
import { getNotification } from '#server/notifications/get.ts'
import { retryNotification } from '#server/notifications/retry.ts'
import { saveFixture } from '#server/templates/fixtures/save.ts'
import { publishTemplate } from '#server/templates/publish.ts'
import { sendTemplateTest } from '#server/templates/test-send/send.ts'
import { apiKey, awayDatabase, type TestApi, testApi } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  asMember,
  failedNotification,
  type Notification,
  pendingNotification,
  queuedDelivery,
  recordedNotification,
  sentNotification,
} from '#server/testing/factories.ts'
import { deleteUser } from './delete.ts'
import { eraseDeletedUsers } from './erase-deleted.ts'
import { eraseNotifications } from './erase-notifications.ts'

let database: TestDatabase
let api: TestApi
let sequence = 0

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db, ['users']))
})
afterAll(() => database.close())

interface Person {
  id: string
  email: string
  externalId: string
}

async function person(headers: Record<string, string> = {}): Promise<Person> {
  const n = ++sequence
  const email = `Person-${n}@Example.com`
  const body = { email_address: email, external_id: `X${n}`, name: `Secretname ${n}` }
  const answer = await api.call('POST', '/v1/users', { body, headers })
  expect(answer.status).toBe(201)
  return { id: String(answer.body.data?.user_id), email, externalId: `X${n}` }
}
/** An event that names the person in its body. */
const about = ({ id, email, externalId }: Person) => ({
  userId: id,
  customerId: externalId,
  payload: { type: 'ORDER_CREATED', data: { customer_email: email, order_id: '1' } },
})
const forget = (one: Person) => api.call('DELETE', `/v1/users/${one.id}`)
const worker = () => eraseDeletedUsers({ db: database.db, clock: systemClock })
const stateOf = async ({ id }: Pick<Notification, 'id'>) => {
  const [row] = await database.db.orm.select().from(notifications).where(eq(notifications.id, id))
  return row
}

/** Every place where the database says this, over all tables. */
async function mentions(...texts: string[]): Promise<string[]> {
  const { sql } = database.db
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'posthorn' and c.relkind = 'r'`
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await sql<{ row: string }[]>`select t::text as row from ${sql(name)} t`
    const said = rows.filter(({ row }) =>
      texts.some((text) => row.toLowerCase().includes(text.toLowerCase())),
    )
    if (said.length > 0) found.push(`${name}: ${said[0]?.row}`)
  }
  return found
}

const waitingForLocks = async () => {
  const [row] = await database.db.sql<{ count: number }[]>`
    select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return row?.count
}

describe('deleting a user', () => {
  test('leaves nothing of the person anywhere, and every row where it was', async () => {
    const { orm } = database.db
    const one = await person({ 'idempotency-key': 'made' })
    await api.call('POST', `/v1/users/${one.id}/push-subscriptions`, {
      body: {
        endpoint: `https://push.example.com/${one.externalId}`,
        keys: {
          p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
          auth: 'BTBZMqHH6r4Tts7J_aSIgg',
        },
      },
    })
    const sent = await sentNotification(database.db, { ...about(one), address: one.email })
    const failed = await failedNotification(database.db, { ...about(one), address: one.email })
    // Sent to the address by a rule that knows of no user.
    const byAddress = await sentNotification(database.db, {
      address: one.email,
      payload: { type: 'USER_REGISTERED', data: { email: one.email } },
    })
    await orm
      .update(deliveries)
      .set({ reasonText: `550 ${one.email} unknown` })
      .where(eq(deliveries.id, failed.delivery.id))
    await orm
      .update(attempts)
      .set({ error: `550 <${one.email}>: unknown` })
      .where(eq(attempts.deliveryId, failed.delivery.id))
    await orm
      .update(deliveryContents)
      .set({ html: `<p>Dear ${one.email}</p>` })
      .where(eq(deliveryContents.deliveryId, sent.delivery.id))
    await orm
      .insert(inboxMessages)
      .values({ deliveryId: sent.delivery.id, to: one.email, receivedAt: new Date() })
    await orm.insert(providerEvents).values({
      id: newId(),
      provider: 'resend',
      type: 'bounced',
      at: new Date(),
      receivedAt: new Date(),
      deliveryId: failed.delivery.id,
      detail: {
        kind: 'hard_bounce',
        words: `550 <${one.email}>: unknown`,
        delivery_id: null,
        message_id: null,
      },
    })
    expect(await mentions(one.email, one.externalId)).not.toEqual([])

    expect(await forget(one)).toMatchObject({
      status: 200,
      body: { success: true, data: { user_id: one.id, erased_notifications: 3 } },
    })
    expect(await worker()).toEqual({ users: 1, notifications: 0 })

    expect(await mentions(one.email, `"${one.externalId}"`, 'Secretname')).toEqual([])
    expect(await stateOf(sent.notification)).toMatchObject({
      status: 'SENT',
      payload: {},
      userId: null,
      recipient: null,
      customerId: null,
      statusReason: expect.stringContaining('erased'),
      erasedAt: expect.any(Date),
    })
    expect(await stateOf(failed.notification)).toMatchObject({ status: 'FAILED', errorMessage: null })
    expect(await stateOf(byAddress.notification)).toMatchObject({ status: 'SENT', payload: {} })
    const [delivery] = await orm.select().from(deliveries).where(eq(deliveries.id, failed.delivery.id))
    expect(delivery).toMatchObject({ status: 'FAILED', reason: 'smtp_550', address: 'erased-1' })
    expect(await orm.select().from(idempotencyKeys)).toEqual([])
    expect((await api.call('GET', `/v1/users/${one.id}`)).status).toBe(404)
    expect((await forget(one)).status).toBe(404)
  })

  test('cancels what has not gone out', async () => {
    const one = await person()
    const held = await pendingNotification(database.db, { ...about(one), status: 'SCHEDULED' })
    await queuedDelivery(database.db, held, { status: 'HELD', address: one.email })
    const queued = await pendingNotification(database.db, { ...about(one), status: 'QUEUED' })
    await queuedDelivery(database.db, queued, { address: one.email, leasedBy: 'w1', leasedUntil: new Date() })
    const unplanned = { ...about(one), userId: null }
    const waiting = [
      await pendingNotification(database.db, { ...unplanned, payload: {} }),
      await pendingNotification(database.db, { ...unplanned, customerId: null }),
      await pendingNotification(database.db, { addressee: one.email.toUpperCase(), payload: {} }),
    ]
    await forget(one)
    for (const each of [held, queued, ...waiting]) {
      expect(await stateOf(each)).toMatchObject({ status: 'CANCELLED', payload: {}, addressee: null })
    }
    const left = await database.db.sql`
      select status, leased_by from deliveries where notification_id in (${held.id}, ${queued.id})`
    expect(left).toEqual([
      { status: 'CANCELLED', leased_by: null },
      { status: 'CANCELLED', leased_by: null },
    ])
  })

  test('leaves others alone, also those whose address ends alike', async () => {
    const one = await person()
    const other = await person()
    const theirs = await sentNotification(database.db, { ...about(other), address: other.email })
    const alike = await pendingNotification(database.db, {
      payload: { data: { customer_email: `not.${one.email}` } },
    })
    await forget(one)
    await worker()
    expect(await stateOf(theirs.notification)).toMatchObject({ userId: other.id, status: 'SENT' })
    expect(await stateOf(alike)).toMatchObject({ status: 'PENDING', payload: alike.payload })
    expect((await api.call('GET', `/v1/users/${other.id}`)).status).toBe(200)
  })

  test('frees the address and the external id at once, and keeps what their next owner gets', async () => {
    const one = await person()
    await forget(one)
    const again = await api.call('POST', '/v1/users', {
      body: { email_address: one.email, external_id: one.externalId },
    })
    expect(again.status).toBe(201)
    const next = await sentNotification(database.db, { address: one.email, payload: { mine: true } })
    const recorded = await recordedNotification(database.db, { customerId: one.externalId })
    await worker()
    expect(await stateOf(next.notification)).toMatchObject({ payload: { mine: true } })
    expect(await stateOf(recorded)).toMatchObject({ customerId: one.externalId })
  })

  test('is ended by the worker: what was only recorded of the person, and what was in a call just then', async () => {
    const one = await person()
    const recorded = await recordedNotification(database.db, {
      customerId: one.externalId,
      payload: { customer: { id: one.externalId } },
    })
    const calling = await pendingNotification(database.db, { ...about(one), status: 'QUEUED' })
    const delivery = await queuedDelivery(database.db, calling, { status: 'SENDING', address: one.email })
    expect((await forget(one)).body.data).toMatchObject({ erased_notifications: 0 })
    expect(await worker()).toEqual({ users: 0, notifications: 1 })
    expect(await stateOf(recorded)).toMatchObject({ status: 'RECORDED', payload: {}, customerId: null })
    expect(await stateOf(calling)).toMatchObject({ payload: calling.payload })

    await database.db.orm.update(deliveries).set({ status: 'SENT' }).where(eq(deliveries.id, delivery.id))
    expect(await worker()).toEqual({ users: 1, notifications: 1 })
    expect(await stateOf(calling)).toMatchObject({ payload: {}, userId: null })
    expect(await database.db.orm.select().from(erasures)).toEqual([])
    expect(await worker()).toEqual({ users: 0, notifications: 0 })
  })

  test('waits for what is planned just then, and erases its deliveries too', async () => {
    const one = await person()
    const planned = await pendingNotification(database.db, about(one))
    let erasing = Promise.resolve<string[]>([])
    await database.db.sql.begin(async (tx) => {
      await tx`update notifications set status = 'QUEUED' where id = ${planned.id}`
      erasing = eraseNotifications(database.db, [planned.id], new Date())
      await expect.poll(waitingForLocks).toBe(1)
      await tx`insert into deliveries (id, notification_id, trace_id, channel, address, status, reason, template_key,
          template_version, locale, due_at, created_at)
        values (${newId()}, ${planned.id}, ${planned.traceId}, 'email', 'other@example.com', 'QUEUED', 'planned',
          'order-created', 1, 'en', now(), now())`
    })
    expect(await erasing).toEqual([])
    expect(await stateOf(planned)).toMatchObject({ userId: one.id, payload: planned.payload })
    await forget(one)
    expect(await stateOf(planned)).toMatchObject({ userId: null, status: 'CANCELLED', payload: {} })
    expect(await mentions('other@example.com')).toEqual([])
    await worker()
  })

  test('finds by its addressee what was recorded while there was no such user', async () => {
    const one = await person()
    const addressees = [one.externalId, `ext:${one.externalId}`, one.email, one.email.toLowerCase()]
    const recorded = await Promise.all(
      addressees.map((addressee) => recordedNotification(database.db, { addressee })),
    )
    await forget(one)
    expect(await worker()).toEqual({ users: 1, notifications: recorded.length })
    for (const each of recorded) expect(await stateOf(each)).toMatchObject({ addressee: null, payload: {} })
  })

  test('is done for the caller once the user is gone, whatever befalls the rest', async () => {
    const one = await person()
    const sent = await sentNotification(database.db, { ...about(one), address: one.email })
    const away = awayDatabase()
    const ctx = { ...asMember(database.db), db: { orm: database.db.orm, sql: away.sql } }
    expect(await deleteUser(ctx, { user_id: one.id })).toEqual({ id: one.id, erased: 0 })
    await away.sql.end({ timeout: 0 })
    expect(await worker()).toEqual({ users: 1, notifications: 1 })
    expect(await stateOf(sent.notification)).toMatchObject({ payload: {}, userId: null })
  })

  test('goes through a person with thousands of notifications in pieces', async () => {
    const one = await person()
    await database.db.sql`
      insert into notifications (id, status, source, trace_id, user_id, recipient, payload, created_at)
      select overlay(${newId()}::text placing lpad(to_hex(n), 12, '0') from 25)::uuid, 'SENT', 'api', gen_random_uuid(),
        ${one.id}, lower(${one.email}), '{"a":1}', now() from generate_series(1, 1700) n`
    expect((await forget(one)).body.data).toMatchObject({ erased_notifications: 1700 })
    const [left] = await database.db.sql`
      select count(*)::integer as count from notifications where recipient = lower(${one.email}) or user_id = ${one.id}`
    expect(left).toEqual({ count: 0 })
  })

  test('takes it also out of what authors made of real events: fixtures and tests', async () => {
    const [one, other] = [await person(), await person()]
    const ctx = asMember(database.db)
    const key = 'of-persons'
    await publishTemplate(ctx, { template_key: key, subject: 'Hi', body: 'Hi' })
    const data = (who: Person) => ({ order: { customer_email: who.email.toUpperCase() }, order_id: '1' })
    await saveFixture(ctx, { key, name: 'first', data: data(one) })
    await saveFixture(ctx, { key, name: 'by id', data: { customer_id: one.externalId } })
    await saveFixture(ctx, { key, name: 'other', data: data(other) })
    await database.db.orm
      .insert(members)
      .values({ id: 'author', name: 'Author', email: 'author@example.com', emailVerified: true })
    const { notificationIds } = await sendTemplateTest(
      ctx,
      { app: { name: 'Posthorn', url: 'https://posthorn.test' } },
      { key, lockVersion: -1, locale: 'en', data: data(one), to: ['author'] },
    )
    await forget(one)
    expect(await worker()).toMatchObject({ notifications: 1 })
    expect(await mentions(one.email, `"${one.externalId}"`)).toEqual([])
    expect(await stateOf({ id: notificationIds[0] ?? '' })).toMatchObject({
      payload: {},
      status: 'CANCELLED',
    })
    const left = await database.db.sql`select name from template_fixtures where template_key = ${key}`
    expect(left).toEqual([{ name: 'other' }])
    const audited = await database.db.sql`
      select actor from audit_log where action = 'template.fixture.delete' and target_id = ${key}`
    expect(audited).toEqual([{ actor: 'system' }, { actor: 'system' }])
  })

  test('by several at once deletes once', async () => {
    const one = await person()
    await sentNotification(database.db, { ...about(one), address: one.email })
    const answers = await Promise.all([1, 2, 3].map(() => forget(one)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404])
  })
})

test('what was erased hears no more of the person', async () => {
  const bounceOf = async (one: Person) => {
    const sent = await sentNotification(database.db, { ...about(one), address: one.email })
    await database.db.orm
      .update(deliveries)
      .set({ provider: 'smtp' })
      .where(eq(deliveries.id, sent.delivery.id))
    const at = new Date()
    const told = { provider: 'smtp', type: 'bounced', kind: 'hard_bounce', words: '550 unknown' } as const
    return { ...told, id: newId(), at, deliveryId: sent.delivery.id, messageId: null }
  }
  const [one, other] = [await person(), await person()]
  const [late, heard] = [await bounceOf(one), await bounceOf(other)]
  await forget(one)
  expect(await applyFeedback(database.db, late, new Date())).toMatchObject({ outcome: 'waiting' })
  expect(await applyFeedback(database.db, heard, new Date())).toMatchObject({ outcome: 'applied' })
  expect(await database.db.sql`select address from suppressions`).toEqual([
    { address: other.email.toLowerCase() },
  ])
})

test('what was erased can not be sent again, and says why', async () => {
  const one = await person()
  const { notification } = await failedNotification(database.db, { ...about(one), address: one.email })
  await forget(one)
  const ctx = asMember(database.db)
  const found = await getNotification(ctx, notification)
  expect(found.can).toMatchObject({
    retry: { allowed: false, reason: expect.stringContaining('erased') },
    replay: { sent: { allowed: false }, today: { allowed: false } },
  })
  expect(found.timeline.map(({ title }) => title)).toContain('Personal data erased')
  await expect(retryNotification(ctx, notification)).rejects.toMatchObject({ code: 'unprocessable' })
})
