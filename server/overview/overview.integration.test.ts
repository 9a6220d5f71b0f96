import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import {
  asMember,
  failedNotification,
  pendingNotification,
  queuedDelivery,
  recordedNotification,
  sentNotification,
} from '#server/testing/factories.ts'
import type { OverviewInput } from './schemas.ts'
import { overviewSummary } from './summary.ts'

let undo: () => void
let database: TestDatabase
beforeAll(() => {
  undo = useEnv({})
})
// A database per test: what was counted is remembered for 5 s per pool.
beforeEach(async () => {
  database = await testDatabase()
})
afterAll(() => undo())

const now = new Date()
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const summary = (input: OverviewInput = {}) =>
  overviewSummary({ ...asMember(database.db), clock: fixedClock(now) }, input)

async function closing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await database.close()
  }
}

describe('overviewSummary', () => {
  it('is calm when there is nothing', () =>
    closing(async () => {
      const empty = await summary()
      expect(empty).toMatchObject({
        total: 0,
        failures: { groups: [], total: 0 },
        queue: { pending: 0, due: 0, held: 0, sending: 0, oldestDueAt: null },
        worker: { state: 'stopped', running: 0, lastHeartbeatAt: null },
        lastEventAt: null,
      })
      expect(empty.buckets).toHaveLength(24)
    }))

  it('counts volume and outcome by the hour', () =>
    closing(async () => {
      const { db } = database
      await sentNotification(db, { at: now })
      await sentNotification(db, { at: ago(60) })
      await failedNotification(db, { at: ago(60) })
      await recordedNotification(db, { at: ago(60 * 30) })
      const { buckets, total, counts, lastEventAt } = await summary()
      expect(total).toBe(3)
      expect(counts).toMatchObject({ SENT: 2, FAILED: 1, RECORDED: 0 })
      expect(buckets.at(-1)).toMatchObject({ total: 1, counts: { SENT: 1, FAILED: 0 } })
      expect(buckets.at(-2)).toMatchObject({ total: 2, counts: { SENT: 1, FAILED: 1 } })
      expect(lastEventAt).toEqual(now)
    }))

  it('counts days by the calendar of a zone, over a change of its clock too', () =>
    closing(async () => {
      const clock = fixedClock('2026-10-28T12:00:00Z') // Berlin left summer time on the 25th
      const { buckets } = await overviewSummary(
        { ...asMember(database.db), clock },
        { window: '7d', timezone: 'Europe/Berlin' },
      )
      const hours = buckets.map(({ from, to }) => (to.getTime() - from.getTime()) / 3_600_000)
      expect(hours).toEqual([24, 24, 24, 25, 24, 24, 24])
      expect(buckets[0]?.from).toEqual(new Date('2026-10-21T22:00:00Z'))
      await expect(summary({ timezone: '+01:00' })).rejects.toMatchObject({ code: 'bad_input' })
    }))

  it('groups failures by their fingerprint, with an example', () =>
    closing(async () => {
      const { db } = database
      await failedNotification(db, { at: ago(3) })
      const { notification, delivery } = await failedNotification(db, { at: ago(2) })
      const unknown = await pendingNotification(db, { status: 'UNKNOWN', at: ago(1) })
      await queuedDelivery(db, unknown, { status: 'UNKNOWN', reason: 'interrupted', fingerprint: null })
      const { failures } = await summary()
      expect(failures.groups).toMatchObject([
        {
          reason: 'smtp_550',
          reasonText: '550 no such mailbox',
          count: 2,
          domain: delivery.address.split('@')[1],
          example: { notificationId: notification.id, deliveryId: delivery.id },
        },
        { fingerprint: 'interrupted', count: 1 },
      ])
      expect(failures).toMatchObject({ total: 3, capped: false })
    }))

  it('names the domain of a group only where all its addresses share it', () =>
    closing(async () => {
      const { db } = database
      for (const address of ['ada@Example.com', 'bob@example.com', 'eve@other.test']) {
        const unknown = await pendingNotification(db, { status: 'UNKNOWN', at: ago(1) })
        const fingerprint = address.startsWith('eve') ? null : 'smtp_450'
        await queuedDelivery(db, unknown, { status: 'UNKNOWN', reason: 'interrupted', fingerprint, address })
      }
      const more = await pendingNotification(db, { status: 'UNKNOWN', at: ago(1) })
      await queuedDelivery(db, more, { status: 'UNKNOWN', reason: 'interrupted', fingerprint: null })
      const { failures } = await summary()
      const domains = failures.groups.map(({ fingerprint, domain }) => [fingerprint, domain]).sort()
      expect(domains).toEqual([
        ['interrupted', null],
        ['smtp_450', 'example.com'],
      ])
    }))

  it('says what waits, and whether somebody works on it', () =>
    closing(async () => {
      const { db } = database
      const notification = await pendingNotification(db, { at: ago(5) })
      await queuedDelivery(db, notification, { dueAt: ago(5) })
      await queuedDelivery(db, notification, { dueAt: ago(-5) })
      await queuedDelivery(db, notification, { status: 'HELD', dueAt: ago(-500) })
      await queuedDelivery(db, notification, { status: 'SENDING' })
      await db.sql`insert into workers (id, host, pool_ids, providers, started_at, heartbeat_at)
        values ('w1', 'here', '{}', '{}', now(), now()), ('w2', 'here', '{}', '{}', now(), now() - interval '1 minute')`
      const { queue, worker } = await summary()
      expect(queue).toEqual({
        pending: 1,
        due: 1,
        waiting: 1,
        held: 1,
        sending: 1,
        oldestDueAt: ago(5),
        capped: false,
      })
      expect(worker).toMatchObject({ state: 'running', running: 1, lastHeartbeatAt: expect.any(Date) })
    }))
})
