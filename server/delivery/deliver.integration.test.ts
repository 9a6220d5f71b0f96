import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { retryNotification } from '#server/notifications/retry.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  deliveryState,
  dueDelivery,
  emailWorker,
  type FakeProvider,
  fakeProvider,
  jobsOf,
  orderWorkflow,
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
  clock = fixedClock(new Date(Math.floor(Date.now() / 1000) * 1000))
  smtp = fakeProvider('smtp')
})

const worker = (options: Partial<Parameters<typeof emailWorker>[1]> = {}) =>
  emailWorker(database.db, { clock, providers: [smtp], ...options })

const queued = (columns: Parameters<typeof dueDelivery>[2] = {}) => dueDelivery(database.db, clock, columns)
const stateOf = (delivery: Delivery) => deliveryState(database.db, delivery)

const due = (delivery: Delivery) => jobsOf(database.db, delivery.id)
const inFuture = (ms: number) => new Date(clock.now().getTime() + ms)
const transient: ProviderAnswer = { outcome: 'transient', code: 'smtp_451', message: '451 try later' }
const permanent: ProviderAnswer = { outcome: 'permanent', code: 'smtp_550', message: '550 no such mailbox' }
const down: ProviderAnswer = {
  outcome: 'provider_down',
  code: 'refused',
  message: 'refused',
  retryAfterMs: null,
}

test('what is sent is recorded: attempt, content, delivery and notification', async () => {
  const delivery = await queued({ category: 'orders' })
  await worker().deliver([delivery.id])
  const state = await stateOf(delivery)
  expect(smtp.sent).toEqual([
    {
      deliveryId: delivery.id,
      from: 'Shop <shop@example.com>',
      to: 'ada@example.com',
      replyTo: null,
      subject: 'Order 123 (1)',
      html: '<p>Order 123 (1)</p>',
      text: 'Order 123 (1)',
      headers: { 'X-Posthorn-Trace-Id': delivery.traceId },
    },
  ])
  expect(state.delivery).toMatchObject({
    status: 'SENT',
    provider: 'smtp',
    providerMessageId: `<${delivery.id}@test>`,
    attemptCount: 1,
    templateVersion: 3,
    sentAt: clock.now(),
    leasedBy: null,
    leasedUntil: null,
    reasonText: null,
  })
  expect(state.attempts).toMatchObject([
    {
      number: 1,
      provider: 'smtp',
      outcome: 'sent',
      error: null,
      startedAt: clock.now(),
      traceId: delivery.traceId,
    },
  ])
  expect(state.content).toMatchObject({
    subject: 'Order 123 (1)',
    contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(state.notification).toMatchObject({ status: 'SENT', sentAt: clock.now(), errorMessage: null })
  expect(await due(delivery)).toEqual([])
})

describe('transient failures', () => {
  test('are tried again after 5, 10 and 20 minutes, then a dead letter with the words of the provider', async () => {
    const delivery = await queued()
    smtp.answers.push(transient, transient, transient, transient)
    const one = worker()
    await one.deliver([delivery.id])
    for (const [n, wait] of [5, 10, 20].entries()) {
      const state = await stateOf(delivery)
      expect(state.delivery).toMatchObject({
        status: 'QUEUED',
        reason: 'smtp_451',
        dueAt: inFuture(wait * MINUTE),
      })
      expect(state.delivery.reasonText).toContain(`451 try later. Next try in ${wait} min.`)
      expect(state.notification.status).toBe('QUEUED')
      const jobs = await due(delivery)
      expect(jobs).toHaveLength(n + 1)
      expect(jobs.at(-1)).toMatchObject({ task: 'notifications.email', runAt: inFuture(wait * MINUTE) })
      clock.advance(wait * MINUTE - 1)
      await one.deliver([delivery.id])
      expect(smtp.sent).toHaveLength(n + 1)
      clock.advance(1)
      await one.deliver([delivery.id])
    }
    const state = await stateOf(delivery)
    expect(state.delivery).toMatchObject({
      status: 'FAILED',
      reason: 'smtp_451',
      reasonText: '451 try later. Given up after 4 tries.',
      fingerprint: 'smtp_451|order-created@3|example.com',
      triesUsed: 4,
    })
    expect(state.notification).toMatchObject({
      status: 'FAILED',
      errorMessage: '451 try later. Given up after 4 tries.',
    })
    expect(state.attempts.map(({ number, outcome, error }) => [number, outcome, error])).toEqual(
      [1, 2, 3, 4].map((number) => [number, 'transient', '451 try later']),
    )
    expect(await due(delivery)).toHaveLength(3)
  })

  test('follow the policy of the workflow, as it is at the time', async () => {
    const workflow = await orderWorkflow(database.db, { retry: { delaysS: [1, 2], onUnknown: 'ask' } })
    const delivery = await queued({ workflowId: workflow.id })
    smtp.answers.push(transient, transient)
    await worker().deliver([delivery.id])
    expect((await stateOf(delivery)).delivery.dueAt).toEqual(inFuture(1000))
    await database.db
      .sql`update workflows set retry = '{"delaysS":[1,7],"onUnknown":"ask"}' where id = ${workflow.id}`
    clock.advance(1000)
    await worker().deliver([delivery.id])
    expect((await stateOf(delivery)).delivery.dueAt).toEqual(inFuture(7000))
    clock.advance(7000)
    await worker().deliver([delivery.id])
    expect((await stateOf(delivery)).delivery).toMatchObject({
      status: 'SENT',
      attemptCount: 3,
      reason: null,
    })
  })

  test('send the same content again: rendered once', async () => {
    const delivery = await queued()
    smtp.answers.push(transient)
    const one = worker()
    await one.deliver([delivery.id])
    const first = (await stateOf(delivery)).content
    clock.advance(5 * MINUTE)
    await one.deliver([delivery.id])
    const [tried, again] = smtp.sent
    expect(again).toEqual(tried)
    expect(one.rendered).toHaveLength(1)
    expect((await stateOf(delivery)).content).toEqual(first)
  })
})

test('a permanent failure is a dead letter at once', async () => {
  const delivery = await queued()
  smtp.answers.push(permanent)
  await worker().deliver([delivery.id])
  const { delivery: row, notification } = await stateOf(delivery)
  expect(row).toMatchObject({
    status: 'FAILED',
    reason: 'smtp_550',
    reasonText: '550 no such mailbox',
    fingerprint: 'smtp_550|order-created@3|example.com',
    attemptCount: 1,
  })
  expect(notification).toMatchObject({ status: 'FAILED', errorMessage: '550 no such mailbox' })
  expect(await due(delivery)).toEqual([])
})

test('throttled is later, and uses up no try', async () => {
  const delivery = await queued()
  smtp.answers.push({ outcome: 'throttled', code: 'http_429', message: 'slow down', retryAfterMs: 7000 })
  await worker().deliver([delivery.id])
  const { delivery: row } = await stateOf(delivery)
  expect(row).toMatchObject({ status: 'QUEUED', triesUsed: 0, attemptCount: 1, dueAt: inFuture(7000) })
  expect(await due(delivery)).toMatchObject([{ runAt: inFuture(7000) }])
})

describe('with two providers', () => {
  test('one that is down is followed by the next at once; both attempts are recorded', async () => {
    const resend = fakeProvider('resend')
    resend.answers.push(down)
    const delivery = await queued()
    await worker({ providers: [resend, smtp] }).deliver([delivery.id])
    const state = await stateOf(delivery)
    expect(state.delivery).toMatchObject({ status: 'SENT', provider: 'smtp', attemptCount: 2, triesUsed: 0 })
    expect(state.attempts.map(({ provider, outcome }) => [provider, outcome])).toEqual([
      ['resend', 'provider_down'],
      ['smtp', 'sent'],
    ])
    expect(smtp.sent[0]?.subject).toBe(resend.sent[0]?.subject)
    expect(await due(delivery)).toEqual([])
  })

  test('both down: later, with no try used up, and given up after a day', async () => {
    const resend = fakeProvider('resend')
    resend.answers.push(down, down)
    smtp.answers.push(down, down)
    const delivery = await queued()
    await worker({ providers: [resend, smtp] }).deliver([delivery.id])
    expect((await stateOf(delivery)).delivery).toMatchObject({
      status: 'QUEUED',
      triesUsed: 0,
      leasedBy: null,
      dueAt: inFuture(30_000),
    })
    expect(await due(delivery)).toMatchObject([{ runAt: inFuture(30_000) }])
    clock.advance(25 * 60 * MINUTE)
    await worker({ providers: [resend, smtp] }).deliver([delivery.id])
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'FAILED', reason: 'refused' })
  })

  test('one that is old but was tried again by hand has a day again', async () => {
    const delivery = await queued()
    clock.advance(25 * 60 * MINUTE)
    await database.db.sql`update deliveries set status = 'FAILED' where id = ${delivery.id}`
    const actor = { kind: 'system' } as const
    await retryNotification({ db: database.db, clock, actor }, { id: delivery.notificationId })
    smtp.answers.push(down, down)
    await worker().deliver([delivery.id])
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'QUEUED', dueAt: inFuture(30_000) })
    clock.advance(25 * 60 * MINUTE)
    await worker().deliver([delivery.id])
    expect((await stateOf(delivery)).delivery.status).toBe('FAILED')
  })

  test('one that may have taken the mail, and would know it again, is not passed over', async () => {
    const resend = fakeProvider('resend')
    resend.answers.push({ outcome: 'transient', code: 'timeout', message: 'No answer in time' })
    const delivery = await queued()
    const both = worker({ providers: [resend, smtp] })
    await both.deliver([delivery.id])
    resend.breaker = 'open'
    clock.advance(5 * 60_000)
    await both.deliver([delivery.id])
    clock.advance(60_000)
    await both.deliver([delivery.id])
    expect(smtp.sent).toEqual([])
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'QUEUED', reason: 'breaker_open' })
    resend.breaker = 'ok'
    // What comes after the doubtful try does not take the doubt away.
    resend.answers.push(down, down)
    for (const _try of [1, 2, 3]) {
      clock.advance(60_000)
      await both.deliver([delivery.id])
    }
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'SENT', provider: 'resend' })
    expect(smtp.sent).toEqual([])
  })

  test('an open breaker is passed over; with all open it waits', async () => {
    const resend = fakeProvider('resend')
    resend.breaker = 'open'
    const first = await queued()
    await worker({ providers: [resend, smtp] }).deliver([first.id])
    expect((await stateOf(first)).attempts).toMatchObject([{ provider: 'smtp' }])
    smtp.breaker = 'open'
    const second = await queued()
    await worker({ providers: [resend, smtp] }).deliver([second.id])
    const state = await stateOf(second)
    expect(state.attempts).toEqual([])
    expect(state.delivery).toMatchObject({ status: 'QUEUED', reason: 'breaker_open', leasedBy: null })
    expect(await due(second)).toMatchObject([{ runAt: inFuture(15_000) }])
  })
})

describe('a call that may have gone through', () => {
  const lost: ProviderAnswer = {
    outcome: 'unknown',
    code: 'connection_lost',
    message: 'lost after the last byte',
  }

  test('is UNKNOWN, for a person', async () => {
    const delivery = await queued()
    smtp.answers.push(lost)
    await worker().deliver([delivery.id])
    const state = await stateOf(delivery)
    expect(state.delivery).toMatchObject({ status: 'UNKNOWN', reason: 'connection_lost' })
    expect(state.notification).toMatchObject({ status: 'UNKNOWN', errorMessage: 'lost after the last byte' })
    expect(await due(delivery)).toEqual([])
  })

  test('is sent again where the workflow says so', async () => {
    const workflow = await orderWorkflow(database.db, { retry: { delaysS: [60], onUnknown: 'resend' } })
    const delivery = await queued({ workflowId: workflow.id })
    smtp.answers.push(lost)
    await worker().deliver([delivery.id])
    expect((await stateOf(delivery)).delivery).toMatchObject({ status: 'QUEUED', dueAt: inFuture(MINUTE) })
  })
})

test('the sender and reply-to of the workflow go before EMAIL_FROM', async () => {
  const delivery = await queued({ sender: 'Desk <desk@example.com>', replyTo: 'help@example.com' })
  await worker().deliver([delivery.id])
  expect(smtp.sent).toMatchObject([{ from: 'Desk <desk@example.com>', replyTo: 'help@example.com' }])
})
