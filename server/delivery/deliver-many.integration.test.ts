import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { DomainError } from '#server/errors.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  deliveryState,
  dueDelivery,
  emailWorker,
  type FakeProvider,
  fakeProvider,
} from '#server/testing/delivering.ts'
import type { Delivery } from '#server/testing/factories.ts'
import type { ProviderAnswer } from './providers/provider.ts'

const MINUTE = 60_000

let database: TestDatabase
let clock: ReturnType<typeof fixedClock>
let smtp: FakeProvider

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(() => {
  clock = fixedClock(new Date())
  smtp = fakeProvider('smtp')
})

const worker = (options: Partial<Parameters<typeof emailWorker>[1]> = {}) =>
  emailWorker(database.db, { clock, providers: [smtp], ...options })
const queued = (columns: Parameters<typeof dueDelivery>[2] = {}) => dueDelivery(database.db, clock, columns)
const stateOf = (delivery: Delivery) => deliveryState(database.db, delivery)
const inFuture = (ms: number) => new Date(clock.now().getTime() + ms)
const permanent: ProviderAnswer = { outcome: 'permanent', code: 'smtp_550', message: '550 no such mailbox' }

describe('one of many', () => {
  test('that opens the breaker spares the others their try', async () => {
    smtp = fakeProvider('smtp', 1)
    const down: ProviderAnswer = {
      outcome: 'provider_down',
      code: 'refused',
      message: 'refused',
      retryAfterMs: null,
    }
    smtp.answers.push(() => {
      smtp.breaker = 'open'
      return down
    })
    const all = await Promise.all(Array.from({ length: 4 }, () => queued()))
    await worker().deliver(all.map(({ id }) => id))
    expect(smtp.sent).toHaveLength(1)
    const states = await Promise.all(all.map(stateOf))
    expect(states.flatMap(({ attempts }) => attempts)).toHaveLength(1)
    expect(states.map(({ delivery }) => delivery.reason).sort()).toEqual([
      'breaker_open',
      'breaker_open',
      'breaker_open',
      'refused',
    ])
    expect(states.every(({ delivery }) => delivery.status === 'QUEUED' && delivery.leasedBy === null)).toBe(
      true,
    )
  })

  test('that breaks neither fails nor holds up the others', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => queued()))
    const [bug, unrenderable, refused, withheld, ...good] = all
    if (!bug || !unrenderable || !refused || !withheld) throw new Error('six were made')
    await database.db.sql`update deliveries set address = 'stranger@elsewhere.org' where id = ${withheld.id}`
    await database.db.sql`update deliveries set address = 'odd@example.com' where id = ${unrenderable.id}`
    await database.db.sql`update deliveries set address = 'bug@example.com' where id = ${bug.id}`
    await database.db.sql`update deliveries set address = 'no@example.com' where id = ${refused.id}`
    const provider = fakeProvider('smtp')
    provider.send = async (email) => {
      if (email.to === 'bug@example.com') throw new TypeError('undefined is not a function')
      return email.to === 'no@example.com' ? permanent : { outcome: 'sent', providerMessageId: null }
    }
    await worker({
      providers: [provider],
      mail: { from: null, allowTo: ['@example.com'] },
      render: async ({ recipient }) => {
        if (recipient.email === 'odd@example.com')
          throw new DomainError('unprocessable', 'order_id: is missing')
        return { subject: 's', html: 'h', text: 't', version: 1 }
      },
    }).deliver(all.map(({ id }) => id))
    expect((await stateOf(bug)).delivery).toMatchObject({ status: 'UNKNOWN', reason: 'bug' })
    expect((await stateOf(unrenderable)).delivery).toMatchObject({
      status: 'FAILED',
      reason: 'render_failed',
      reasonText: 'order_id: is missing',
      fingerprint: 'render_failed|order-created@1|example.com',
      attemptCount: 0,
    })
    expect((await stateOf(unrenderable)).notification).toMatchObject({ status: 'FAILED' })
    expect((await stateOf(refused)).delivery.status).toBe('FAILED')
    expect((await stateOf(withheld)).delivery).toMatchObject({ status: 'WITHHELD', reason: 'not_allowed' })
    expect((await stateOf(withheld)).notification.status).toBe('WITHHELD')
    for (const delivery of good) expect((await stateOf(delivery)).delivery.status).toBe('SENT')
  })

  test('that is slow does not hold up the others', async () => {
    const [slow, quick] = [await queued({ address: 'slow@example.com' }), await queued()]
    let finish: (answer: ProviderAnswer) => void = () => undefined
    const provider = fakeProvider('smtp')
    provider.send = (email) =>
      email.to === 'slow@example.com'
        ? new Promise((resolve) => {
            finish = resolve
          })
        : Promise.resolve({ outcome: 'sent', providerMessageId: null })
    const job = worker({ providers: [provider] }).deliver([slow.id, quick.id])
    await expect.poll(async () => (await stateOf(quick)).notification.status).toBe('SENT')
    expect((await stateOf(slow)).delivery).toMatchObject({ status: 'SENDING', leasedBy: 'w1' })
    expect((await stateOf(slow)).attempts).toMatchObject([{ outcome: 'sending', durationMs: null }])
    finish({ outcome: 'sent', providerMessageId: null })
    await job
    expect((await stateOf(slow)).delivery.status).toBe('SENT')
  })
})

describe('each is delivered once', () => {
  test('by two workers with the same ids at once, and by jobs that come twice', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => queued()))
    const ids = all.map(({ id }) => id)
    const [one, two] = [worker(), worker({ workerId: 'w2' })]
    await Promise.all([one.deliver(ids), two.deliver(ids), one.deliver(ids), two.deliver([...ids].reverse())])
    await one.deliver(ids)
    expect(smtp.sent.map(({ deliveryId }) => deliveryId).sort()).toEqual([...ids].sort())
  })

  test('even when the same worker has leased it twice', async () => {
    const delivery = await queued()
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const render = async () => {
      await held
      return { subject: 's', html: 'h', text: 't', version: 1 }
    }
    const one = worker({ render })
    const first = one.deliver([delivery.id])
    await expect.poll(async () => (await stateOf(delivery)).delivery.leasedBy).toBe('w1')
    clock.advance(6 * MINUTE)
    const second = one.deliver([delivery.id])
    await expect
      .poll(async () => (await stateOf(delivery)).delivery.leasedUntil?.getTime())
      .toBe(inFuture(5 * MINUTE).getTime())
    release()
    await Promise.all([first, second])
    expect(smtp.sent).toHaveLength(1)
    expect((await stateOf(delivery)).attempts).toHaveLength(1)
  })

  test('and one cancelled between lease and start is not sent', async () => {
    const delivery = await queued()
    const render = async () => {
      await database.db
        .sql`update deliveries set status = 'CANCELLED', leased_by = null where id = ${delivery.id}`
      return { subject: 's', html: 'h', text: 't', version: 1 }
    }
    await worker({ render }).deliver([delivery.id])
    expect(smtp.sent).toEqual([])
    const state = await stateOf(delivery)
    expect(state.delivery).toMatchObject({ status: 'CANCELLED', attemptCount: 0 })
    expect(state.attempts).toEqual([])
  })

  test('with no more calls at once than the provider takes', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => queued()))
    const narrow = fakeProvider('smtp', 3)
    let now = 0
    let most = 0
    narrow.send = async () => {
      most = Math.max(most, ++now)
      await new Promise(setImmediate)
      now--
      return { outcome: 'sent', providerMessageId: null }
    }
    await worker({ providers: [narrow] }).deliver(all.map(({ id }) => id))
    expect(most).toBe(3)
  })
})
