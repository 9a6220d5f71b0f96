import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#server/db/ids.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  asMember,
  failedNotification,
  pendingNotification,
  queuedDelivery,
  recordedNotification,
  sentNotification,
} from '#server/testing/factories.ts'
import { countByStatus } from './count-by-status.ts'
import { listEventTypes } from './event-types.ts'
import { listNotifications } from './list.ts'
import { countNewerNotifications } from './newer-than.ts'
import type { ListInput } from './schemas.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.db.sql`truncate notifications, deliveries, attempts, delivery_contents`)

const start = Date.now() - 60 * 60 * 1000
const minute = (n: number) => new Date(start + n * 60_000)
const list = (input: ListInput = {}) => listNotifications(asMember(database.db), input)
const idsOf = async (input: ListInput) => (await list(input)).rows.map(({ id }) => id)

describe('paging', () => {
  const statuses: NotificationStatus[] = ['SENT', 'FAILED', 'RECORDED', 'QUEUED']

  async function twentyThree() {
    const made = []
    for (let i = 0; i < 23; i++) {
      const status = statuses[i % statuses.length] ?? 'SENT'
      made.push(await pendingNotification(database.db, { at: minute(i), status, eventType: `TYPE_${i % 3}` }))
    }
    return made.reverse()
  }

  it.each([
    ['everything', {}],
    ['several statuses', { status: ['FAILED', 'RECORDED'] }],
    ['SENT beside another', { status: ['SENT', 'FAILED'] }],
    ['several types', { type: ['TYPE_0', 'TYPE_2'] }],
    [
      'types, statuses and sources',
      { type: ['TYPE_0', 'TYPE_2'], status: ['FAILED', 'QUEUED'], source: ['api'] },
    ],
  ] as [string, ListInput][])('goes through %s there and back without gaps or doubles', async (_, filter) => {
    const all = (await twentyThree())
      .filter(
        ({ status, eventType }) =>
          (!filter.status?.length || filter.status.includes(status)) &&
          (!filter.type?.length || filter.type.includes(eventType ?? '')),
      )
      .map(({ id }) => id)
    const limit = 4
    const seen: string[][] = []
    let page = await list({ ...filter, limit })
    expect(page.previousCursor).toBeNull()
    for (;;) {
      seen.push(page.rows.map(({ id }) => id))
      if (!page.nextCursor) break
      page = await list({ ...filter, limit, cursor: page.nextCursor })
    }
    expect(seen.flat()).toEqual(all)
    const back: string[][] = [seen.at(-1) ?? []]
    while (page.previousCursor) {
      page = await list({ ...filter, limit, cursor: page.previousCursor, direction: 'previous' })
      back.unshift(page.rows.map(({ id }) => id))
    }
    expect(back).toEqual(seen)
  })

  it('shows what came meanwhile only on the way back', async () => {
    await twentyThree()
    const first = await list({ limit: 5 })
    const late = await pendingNotification(database.db, { at: minute(40) })
    const second = await list({ limit: 5, cursor: first.nextCursor })
    expect(second.rows.map(({ id }) => id)).not.toContain(late.id)
    const again = await list({ limit: 5, cursor: second.previousCursor, direction: 'previous' })
    expect(again.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id))
    const newest = await list({ limit: 5, cursor: again.previousCursor, direction: 'previous' })
    expect(newest.rows.map(({ id }) => id)).toEqual([late.id])
    expect(newest.previousCursor).toBeNull()
  })

  it('refuses more than 200, and a cursor that is no id', async () => {
    await expect(list({ limit: 201 })).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path: 'limit' }],
    })
    await expect(list({ cursor: "x' or 1=1" })).rejects.toMatchObject({ issues: [{ path: 'cursor' }] })
  })
})

describe('filters', () => {
  it('keeps each to itself', async () => {
    const { db } = database
    const { notification: sent } = await sentNotification(db, { at: minute(1), source: 'webhook' })
    const { notification: failed } = await failedNotification(db, { at: minute(2), eventType: 'PAYMENT' })
    const recorded = await recordedNotification(db, { at: minute(3), source: 'kafka', eventType: null })
    expect(await idsOf({ status: ['SENT'] })).toEqual([sent.id])
    expect(await idsOf({ status: ['FAILED', 'RECORDED'] })).toEqual([recorded.id, failed.id])
    expect(await idsOf({ type: ['PAYMENT'] })).toEqual([failed.id])
    expect(await idsOf({ source: ['kafka', 'webhook'] })).toEqual([recorded.id, sent.id])
    expect(await idsOf({ from: minute(2).toISOString() })).toEqual([recorded.id, failed.id])
    expect(await idsOf({ to: minute(2).toISOString() })).toEqual([sent.id])
    expect(await idsOf({ from: '1950-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' })).toHaveLength(3)
    expect(await idsOf({ type: ["x'; drop table notifications; --"] })).toEqual([])
  })

  it('knows the types that were stored', async () => {
    await pendingNotification(database.db, { eventType: 'B' })
    await pendingNotification(database.db, { eventType: 'a' })
    await pendingNotification(database.db, { eventType: 'a' })
    await pendingNotification(database.db, { eventType: null })
    expect(await listEventTypes(asMember(database.db))).toEqual(['a', 'B'])
  })
})

describe('search', () => {
  it('finds by every id, the e-mail, the order and the correlation', async () => {
    const { db } = database
    const { notification, delivery } = await sentNotification(db, {
      at: minute(1),
      orderId: 'A-77',
      correlationId: 'saga 9',
      address: 'Ada@Example.com',
    })
    await sentNotification(db, { at: minute(2), orderId: 'A-78', address: 'eve@example.com' })
    const found = [notification.id]
    const { traceId } = notification
    for (const q of [
      notification.id,
      notification.id.toUpperCase(),
      traceId,
      traceId.replaceAll('-', ''),
      delivery.id,
      'A-77',
      ' A-77 ',
      'saga 9',
      'ada@example.com',
      'Ada@Example.com',
      'ADA@EXAMPLE.COM',
    ]) {
      expect(await idsOf({ q }), q).toEqual(found)
    }
  })

  it('finds a caller’s own ids that look like ours', async () => {
    const orderId = newId()
    const hex = 'f'.repeat(32)
    const order = await pendingNotification(database.db, { at: minute(1), orderId })
    const correlated = await pendingNotification(database.db, { at: minute(2), correlationId: hex })
    expect(await idsOf({ q: orderId })).toEqual([order.id])
    expect(await idsOf({ q: hex })).toEqual([correlated.id])
  })

  it('finds a second address, and narrows by the other filters', async () => {
    const { db } = database
    const { notification } = await sentNotification(db, { at: minute(1) })
    await queuedDelivery(db, notification, { address: 'second@example.com' })
    const failed = await failedNotification(db, { at: minute(2), address: 'second@example.com' })
    expect(await idsOf({ q: 'second@example.com' })).toEqual([failed.notification.id, notification.id])
    expect(await idsOf({ q: 'second@example.com', status: ['SENT'] })).toEqual([notification.id])
    expect(await idsOf({ q: 'second@example.com', limit: 1 })).toEqual([failed.notification.id])
  })

  it.each([
    "' or 1=1 --",
    '%',
    '_',
    '\\',
    '"',
    '{}',
    '🦄'.repeat(100),
    '*',
    '() || (',
    'a@',
    "o'b@example.com",
  ])('takes %j as plain text', async (q) => {
    await sentNotification(database.db)
    expect(await idsOf({ q })).toEqual([])
  })

  it('finds the odd text itself, takes blanks for no search, refuses control characters', async () => {
    const odd = "' or 1=1 -- %_\\ 🦄"
    const row = await pendingNotification(database.db, { orderId: odd })
    await pendingNotification(database.db)
    expect(await idsOf({ q: odd })).toEqual([row.id])
    expect(await idsOf({ q: '   ' })).toHaveLength(2)
    await expect(list({ q: 'a\u0000b' })).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path: 'q' }],
    })
    await expect(list({ q: 'x'.repeat(501) })).rejects.toMatchObject({ code: 'bad_input' })
  })
})

describe('counts', () => {
  const counts = async (input: ListInput) =>
    Object.fromEntries(
      (await countByStatus(asMember(database.db), input)).flatMap(({ status, count, capped }) =>
        count > 0 ? [[status, capped ? `${count}+` : count]] : [],
      ),
    )

  it('counts every status under the other filters', async () => {
    const { db } = database
    await sentNotification(db, { at: minute(1), orderId: '7' })
    await sentNotification(db, { at: minute(2) })
    await failedNotification(db, { at: minute(3), orderId: '7' })
    await recordedNotification(db, { at: minute(4), source: 'kafka', eventType: 'X' })
    expect(await counts({})).toEqual({ SENT: 2, FAILED: 1, RECORDED: 1 })
    expect(await counts({ status: ['FAILED'] })).toEqual({ SENT: 2, FAILED: 1, RECORDED: 1 })
    expect(await counts({ type: ['ORDER_CREATED', 'X'], source: ['api'] })).toEqual({ SENT: 2, FAILED: 1 })
    expect(await counts({ q: '7' })).toEqual({ SENT: 1, FAILED: 1 })
    expect(await counts({ from: minute(2).toISOString(), to: minute(4).toISOString() })).toEqual({
      SENT: 1,
      FAILED: 1,
    })
    expect(await countByStatus(asMember(db), {})).toHaveLength(10)
  })

  it('stops at 10,000 and says so', async () => {
    await database.db.sql`
      insert into notifications (id, status, event_type, source, trace_id, order_id, payload, created_at)
      select (lpad(to_hex(${start}::bigint + n), 12, '0') || lpad(to_hex(n), 20, '0'))::uuid,
        case when n % 2 = 0 then 'SENT' else 'FAILED' end, 'BULK', 'api', gen_random_uuid(), 'bulk', '{}', now()
      from generate_series(1, 20100) as n`
    expect(await counts({})).toEqual({ SENT: '10000+', FAILED: '10000+' })
    expect(await counts({ type: ['BULK'], to: new Date(start + 10_001).toISOString() })).toEqual({
      SENT: 5000,
      FAILED: 5000,
    })
    expect(await counts({ q: 'bulk' })).toMatchObject({ FAILED: expect.anything() })
  })

  it('counts what is newer, at most 99', async () => {
    const member = asMember(database.db)
    const first = await pendingNotification(database.db, { at: minute(0) })
    for (let i = 1; i <= 3; i++) await pendingNotification(database.db, { at: minute(i), orderId: 'n' })
    await failedNotification(database.db, { at: minute(5) })
    expect(await countNewerNotifications(member, { id: first.id })).toEqual({ count: 4, capped: false })
    expect(await countNewerNotifications(member, { id: first.id, status: ['FAILED'] })).toMatchObject({
      count: 1,
    })
    expect(await countNewerNotifications(member, { id: first.id, q: 'n' })).toMatchObject({ count: 3 })
    for (let i = 0; i < 100; i++) await pendingNotification(database.db)
    expect(await countNewerNotifications(member, { id: first.id })).toEqual({ count: 99, capped: true })
  })
})
