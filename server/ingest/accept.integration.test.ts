import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { jobsOf } from '#server/testing/delivering.ts'
import { createIngest } from './accept.ts'
import type { IncomingEvent } from './event-row.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const event = (changes: Partial<IncomingEvent> = {}): IncomingEvent => ({
  source: 'api',
  sourceName: 'shop',
  eventType: 'ORDER_CREATED',
  traceId: newId(),
  payload: { type: 'ORDER_CREATED', data: { order_id: '123' } },
  idempotency: null,
  ...changes,
})
const keyed = (key: string, body = 'aa') =>
  event({ idempotency: { scope: 'test', key, bodyHash: body.repeat(32).slice(0, 64) } })

const stored = async (id: string) => {
  const [row] = await database.db.sql`select * from notifications where id = ${id}`
  return row
}

test('events of one turn share one flush and one planning job; each gets its own id', async () => {
  const ingest = createIngest(database.db)
  const events = Array.from({ length: 30 }, (_, i) => event({ payload: { n: i } }))
  const answers = await Promise.all(events.map((one) => ingest.accept(one)))
  for (const [i, { notificationId, traceId, replayed }] of answers.entries()) {
    expect({ traceId, replayed }).toEqual({ traceId: events[i]?.traceId, replayed: false })
    expect(await stored(notificationId)).toMatchObject({
      payload: { n: i },
      status: 'PENDING',
      trace_id: traceId,
    })
  }
  const ids = answers.map(({ notificationId }) => notificationId)
  const jobs = await jobsOf(database.db, ...ids)
  expect(jobs).toHaveLength(1)
  expect(jobs[0]?.ids.toSorted()).toEqual(ids.toSorted())
})

test('a row that PostgreSQL refuses fails alone', async () => {
  const ingest = createIngest(database.db)
  const bad = event({ payload: { text: '\u0000' } })
  const settled = await Promise.allSettled([event(), bad, event()].map((one) => ingest.accept(one)))
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  for (const one of settled) {
    if (one.status === 'fulfilled') expect(await stored(one.value.notificationId)).toBeDefined()
  }
  expect(await database.db.sql`select 1 from notifications where trace_id = ${bad.traceId}`).toEqual([])
})

describe('keys', () => {
  test('twice in one flush: one is stored, both get its answer; another body is told', async () => {
    const ingest = createIngest(database.db)
    const settled = await Promise.allSettled(
      [keyed('k1'), keyed('k1'), keyed('k1', 'bb')].map((one) => ingest.accept(one)),
    )
    const [first, second, third] = settled
    expect(first).toMatchObject({ status: 'fulfilled', value: { replayed: false } })
    expect(second).toMatchObject({ status: 'fulfilled', value: { replayed: true } })
    expect(third).toMatchObject({ status: 'rejected', reason: { code: 'idempotency_mismatch' } })
    if (first?.status !== 'fulfilled' || second?.status !== 'fulfilled') throw new Error('both are answered')
    expect(second.value.notificationId).toBe(first.value.notificationId)
    expect(second.value.traceId).toBe(first.value.traceId)
  })

  test('that can not be looked up fail alone: what was stored in the same flush is answered', async () => {
    let statements = 0
    const sql = new Proxy(database.db.sql, {
      apply: (target, self, args) =>
        ++statements === 2 ? Promise.reject(new Error('broken')) : Reflect.apply(target, self, args),
    })
    const ingest = createIngest({ ...database.db, sql })
    const settled = await Promise.allSettled(
      [event(), keyed('k9'), keyed('k9')].map((one) => ingest.accept(one)),
    )
    expect(settled).toMatchObject([
      { status: 'fulfilled' },
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'internal' } },
    ])
  })

  test('a flush of nothing but repetitions makes no job', async () => {
    const ingest = createIngest(database.db)
    await ingest.accept(keyed('k2'))
    const count = async () => {
      const [row] = await database.db.sql<
        { n: number }[]
      >`select count(*)::int as n from graphile_worker._private_jobs`
      return row?.n
    }
    const before = await count()
    expect(await ingest.accept(keyed('k2'))).toMatchObject({ replayed: true })
    expect(await count()).toBe(before)
  })

  test('16 writers over shared keys: no error, no double', async () => {
    const writers = Array.from({ length: 16 }, () => createIngest(database.db))
    const keys = Array.from({ length: 40 }, (_, i) => `shared ${i}`)
    const answers = await Promise.all(
      writers.flatMap((ingest, w) =>
        // Each writer in its own order: unsorted, they would deadlock.
        keys.map((_, i) => ingest.accept(keyed(keys[(i * (w + 1) * 7 + w) % keys.length] ?? ''))),
      ),
    )
    const winners = answers.filter(({ replayed }) => !replayed)
    expect(answers).toHaveLength(640)
    const [row] = await database.db.sql<{ keys: number; rows: number }[]>`
      select count(*)::int as keys, count(n.id)::int as rows from idempotency_keys k
      left join notifications n on n.id = k.notification_id where k.key like 'shared %'`
    expect(row).toEqual({ keys: winners.length, rows: winners.length })
    const ids = winners.map(({ notificationId }) => notificationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(answers.map(({ notificationId }) => notificationId))).toEqual(new Set(ids))
    const planned = (await jobsOf(database.db, ...ids)).flatMap((job) => job.ids)
    expect(planned.toSorted()).toEqual(ids.toSorted())
  })
})
