import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { pushSubscriptions } from '#server/db/schema/users.ts'
import { cancelNotification } from '#server/notifications/cancel.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { receiptOf } from '#server/push/receipt.ts'
import { receiveReceipt } from '#server/push/receive-receipt.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  emailWorker,
  type FakeProvider,
  fakeProvider,
  fakePushProvider,
  orderWorkflow,
  pushWorker,
} from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { userWith } from '#server/testing/recipients.ts'
import type { OutgoingPush, ProviderAnswer } from './providers/provider.ts'

const MINUTE = 60_000
const WINDOW_S = 600
const SECRET = 'a secret of tests'
const laptop = 'https://push.example.com/laptop'
const phone = 'https://push.example.com/phone'
const GONE: ProviderAnswer = { outcome: 'permanent', code: 'http_410', message: 'gone' }

let database: TestDatabase
let clock: ReturnType<typeof fixedClock>
let mail: FakeProvider
let browsers: FakeProvider<OutgoingPush>
let userId: string

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  clock = fixedClock(new Date(Math.floor(Date.now() / 1000) * 1000))
  mail = fakeProvider('inbox')
  browsers = fakePushProvider()
  await database.db
    .sql`truncate workflows, users, preferences, push_subscriptions, deliveries, attempts, notifications,
    delivery_contents, provider_events, digests, graphile_worker._private_jobs cascade`
  userId = await userWith(database.db, 'ada@example.com', { externalId: 'P9' })
  for (const endpoint of [laptop, phone]) await subscribe(endpoint)
})

const subscribe = (endpoint: string) =>
  database.db.orm
    .insert(pushSubscriptions)
    .values({ id: newId(), userId, endpoint, p256dh: 'p', auth: 'a', createdAt: clock.now() })

const collecting = (columns: Parameters<typeof orderWorkflow>[1]) =>
  orderWorkflow(database.db, {
    recipients: [{ kind: 'user', path: 'user_id' }],
    digest: { until: 'window', windowS: WINDOW_S },
    ...columns,
  })

/** Orders of Ada's, a minute after each other. Answers the ids of their notifications. */
async function ordered(...orders: (string | { order: string; expiresAt: Date })[]): Promise<string[]> {
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  const ids: string[] = []
  for (const one of orders) {
    const { order, ...times } = typeof one === 'string' ? { order: one } : one
    const payload = { type: 'ORDER_CREATED', data: { order_id: order, user_id: 'P9' } }
    const { id } = await pendingNotification(database.db, { at: clock.now(), payload, ...times })
    await planNotifications({ db: database.db, clock, log: silent(), settings }, [id])
    ids.push(id)
    clock.advance(MINUTE)
  }
  return ids
}

const ordersIn = (data: Record<string, unknown>) =>
  (data.items as { order_id: string }[]).map(({ order_id }) => order_id).join(' ')

/** What is due goes to the workers, as its jobs would. */
async function deliverDue(): Promise<void> {
  const { db } = database
  const due = await db.sql<{ id: string }[]>`select id from deliveries
    where status in ('QUEUED', 'HELD') and due_at <= ${clock.now().toISOString()}::timestamptz`
  const ids = due.map(({ id }) => id)
  await pushWorker(db, { clock, providers: [browsers], title: ordersIn }).deliver(ids)
  const render = async ({ data }: { data: Record<string, unknown> }) => ({
    ...{ subject: ordersIn(data), html: '', text: '', version: 2 },
  })
  await emailWorker(db, { clock, providers: [mail], render }).deliver(ids)
}

/** After so many minutes since now. */
async function passed(minutes: number): Promise<void> {
  clock.advance(minutes * MINUTE)
  await deliverDue()
}

const titleOf = ({ payload }: OutgoingPush): string => JSON.parse(payload).title
const shown = () => browsers.sent.map((message) => `${message.endpoint} ${titleOf(message)}`).sort()
const mailed = () => mail.sent.map(({ subject }) => subject)

/** The browser says what became of the newest message to it. */
async function tell(browser: string, event: 'shown' | 'clicked'): Promise<void> {
  const { deliveryId = '' } = browsers.sent.findLast(({ endpoint }) => endpoint === browser) ?? {}
  const receipt = receiptOf(deliveryId, SECRET)
  await receiveReceipt({ db: database.db, clock }, silent(), SECRET, { receipt, event })
}

/** Of each notification in order: its status, then its deliveries' by channel and address. */
async function became() {
  const rows = await database.db.sql<{ status: string; made: string }[]>`
    select n.status, string_agg(d.status, ' ' order by d.channel desc, d.address) as made
    from notifications n join deliveries d on d.notification_id = n.id group by n.id order by n.id`
  return rows.map(({ status, made }) => `${status}: ${made}`)
}

describe('a digest on push', () => {
  beforeEach(() => collecting({ channels: ['push'] }))

  test('goes to each browser once, with all events in it', async () => {
    await ordered('1', '2', '3')
    await passed(6)
    expect(browsers.sent).toEqual([])
    await passed(1)
    expect(shown()).toEqual([`${laptop} 1 2 3`, `${phone} 1 2 3`])
    expect(await became()).toEqual(['SENT: SENT SENT', 'SENT: SENT SENT', 'SENT: SENT SENT'])
    await tell(phone, 'clicked')
    expect(await became()).toEqual(Array(3).fill('SENT: SENT DELIVERED'))
  })

  test('is lost on a browser that is gone, for all its events; the other has them', async () => {
    await ordered('1', '2')
    const answer = ({ endpoint }: OutgoingPush): ProviderAnswer =>
      endpoint === phone ? GONE : { outcome: 'sent', providerMessageId: null }
    browsers.answers.push(answer, answer)
    await passed(8)
    expect(await became()).toEqual(Array(2).fill('PARTIAL: SENT FAILED'))
  })

  test('that is to be tried again goes once more to that browser alone, the same', async () => {
    await ordered('1', '2')
    browsers.answers.push({
      outcome: 'throttled',
      code: 'http_429',
      message: 'slow down',
      retryAfterMs: 1000,
    })
    await passed(8)
    expect(browsers.sent).toHaveLength(2)
    await ordered('3')
    await deliverDue()
    const [first, , again] = browsers.sent
    expect(browsers.sent).toHaveLength(3)
    expect(again).toMatchObject({ deliveryId: first?.deliveryId, endpoint: first?.endpoint })
    expect(titleOf(again as OutgoingPush)).toBe('1 2')
    expect((await became()).slice(0, 2)).toEqual(Array(2).fill('SENT: SENT SENT'))
    await passed(9)
    expect(shown().slice(-1)).toEqual([`${phone} 3`])
  })

  test('takes in a browser that subscribed meanwhile, with what came since, at the same time', async () => {
    await ordered('1')
    const tablet = 'https://push.example.com/tablet'
    await subscribe(tablet)
    await ordered('2')
    await passed(8)
    expect(shown()).toEqual([`${laptop} 1 2`, `${phone} 1 2`, `${tablet} 2`])
  })
})

describe.each(['seen', 'delivered'] as const)('a digest whose mail stands in unless it was %s', (unless) => {
  const word = unless === 'seen' ? 'clicked' : 'shown'
  beforeEach(() => collecting({ channels: ['push', 'email'], fallback: { afterS: 1200, unless } }))

  test('is withheld with all its events when one browser said so in time', async () => {
    await ordered('1', '2', '3')
    await passed(7)
    await tell(laptop, word)
    const withheld = Array(3).fill('SENT: DELIVERED SENT WITHHELD')
    expect(await became()).toEqual(withheld)
    await passed(60)
    expect(mailed()).toEqual([])
    expect(await became()).toEqual(withheld)
  })

  test('goes once, with all its events, when none did', async () => {
    await ordered('1', '2', '3')
    await passed(7)
    if (unless === 'seen') await tell(phone, 'shown')
    await passed(19)
    expect(mailed()).toEqual([])
    await passed(1)
    expect(mailed()).toEqual(['1 2 3'])
    const onPhone = unless === 'seen' ? 'DELIVERED' : 'SENT'
    expect(await became()).toEqual(Array(3).fill(`SENT: SENT ${onPhone} SENT`))
    await passed(60)
    expect(mailed()).toHaveLength(1)
  })

  test('goes at once, with all its events, when no browser could be reached', async () => {
    await ordered('1', '2')
    browsers.answers.push(GONE, GONE)
    await passed(8)
    await deliverDue()
    expect(mailed()).toEqual(['1 2'])
    expect(await became()).toEqual(Array(2).fill('PARTIAL: FAILED FAILED SENT'))
  })

  test('is judged each by its own: the seen one is withheld, the next goes', async () => {
    await ordered('1', '2')
    await passed(8)
    await ordered('3')
    await tell(phone, word)
    await passed(9)
    expect(shown()).toHaveLength(4)
    await passed(20)
    expect(mailed()).toEqual(['3'])
    expect(await became()).toEqual([
      ...Array(2).fill('SENT: SENT DELIVERED WITHHELD'),
      'SENT: SENT SENT SENT',
    ])
  })

  test('is withheld too where the first of the push message has no mail in it', async () => {
    await ordered({ order: '1', expiresAt: new Date(clock.now().getTime() + 15 * MINUTE) })
    await ordered('2')
    await passed(8)
    expect(shown()).toEqual([`${laptop} 1 2`, `${phone} 1 2`])
    await tell(laptop, word)
    await passed(20)
    expect(mailed()).toEqual([])
    expect(await became()).toEqual(Array(2).fill('SENT: DELIVERED SENT WITHHELD'))
  })

  test('goes for the others when the first of them is cancelled', async () => {
    const [first] = await ordered('1', '2', '3')
    await cancelNotification({ ...asMember(database.db), clock }, { id: first ?? '' })
    await passed(7)
    expect(shown()).toEqual([`${laptop} 2 3`, `${phone} 2 3`])
    await passed(20)
    expect(mailed()).toEqual(['2 3'])
    expect(await became()).toEqual([
      'CANCELLED: CANCELLED CANCELLED CANCELLED',
      ...Array(2).fill('SENT: SENT SENT SENT'),
    ])
  })
})
