import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { cancelNotification } from '#server/notifications/cancel.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { retryNotification } from '#server/notifications/retry.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  emailWorker,
  type FakeProvider,
  fakeProvider,
  jobsOf,
  orderWorkflow,
} from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { eraseNotifications } from '#server/users/erase-notifications.ts'
import { releaseDeadWorker } from '#server/worker/release.ts'
import { sweep } from './sweep.ts'

const WINDOW_S = 600

let database: TestDatabase
let clock: ReturnType<typeof fixedClock>
let provider: FakeProvider

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  // The window of what is planned now has ended by the clock of a worker in a process of its own.
  clock = fixedClock(new Date(Math.floor(Date.now() / 1000) * 1000 - WINDOW_S * 1000))
  provider = fakeProvider('inbox')
  await database.db.sql`truncate workflows, deliveries, attempts, notifications, delivery_contents, digests,
    graphile_worker._private_jobs`
  await orderWorkflow(database.db, { digest: { until: 'window', windowS: WINDOW_S } })
})

interface Row {
  id: string
  notification_id: string
  status: string
  digest_of: string | null
  is_digest: boolean
  reason: string | null
  due_at: string
  order_id: string
  became: string
}

const rows = () => database.db.sql<Row[]>`
  select d.id, d.notification_id, d.status, d.digest_of, d.is_digest, d.reason, d.due_at,
    n.payload->'data'->>'order_id' as order_id, n.status as became
  from deliveries d join notifications n on n.id = d.notification_id order by d.id`
const firsts = async () => (await rows()).filter((row) => row.is_digest)
const all = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1))

const plan = (ids: readonly string[]) =>
  planNotifications(
    {
      ...{ db: database.db, clock, log: silent() },
      settings: { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' },
    },
    ids,
  )

/** Orders of one customer, planned by several jobs at once. */
async function collected(count: number, columns: { expiresAt?: Date } = {}, from = 0): Promise<Row[]> {
  const ids: string[] = []
  for (const i of all(count)) {
    const data = { order_id: String(from + Number(i)), customer_email: 'ada@example.com' }
    const payload = { type: 'ORDER_CREATED', data }
    ids.push((await pendingNotification(database.db, { at: clock.now(), payload, ...columns })).id)
  }
  const chunk = Math.ceil(count / 4)
  await Promise.all([0, 1, 2, 3].map((i) => plan(ids.slice(i * chunk, (i + 1) * chunk))))
  return rows()
}

const worker = (workerId = 'w1') =>
  emailWorker(database.db, {
    ...{ clock, providers: [provider], workerId },
    render: async ({ data }) => {
      const orders = (data.items as { order_id: string }[]).map((item) => item.order_id)
      return { subject: `${String(data.count)} orders`, html: orders.join(' '), text: '', version: 2 }
    },
  })

/** What the sweep finds due goes to a worker, as its jobs would. */
async function deliverDue(workerId = 'w1'): Promise<void> {
  const due = await database.db.sql<{ id: string }[]>`select id from deliveries
    where status in ('QUEUED', 'HELD') and due_at <= ${clock.now().toISOString()}::timestamptz`
  await worker(workerId).deliver(due.map(({ id }) => id))
}

const told = () => provider.sent.flatMap(({ html }) => html.split(' ').filter((id) => id !== ''))
const sorted = (ids: readonly string[]) => ids.toSorted((a, b) => Number(a) - Number(b))
const became = async () => [...new Set((await rows()).map((row) => `${row.status} ${row.became}`))]
const windowEnds = () => clock.advance(WINDOW_S * 1000)

test('50 events in the window: one mail, all 50 in it', async () => {
  const made = await collected(50)
  const [first] = made.filter((row) => row.is_digest)
  expect(made).toHaveLength(50)
  expect(made.filter((row) => row.digest_of === first?.id)).toHaveLength(49)
  expect(await jobsOf(database.db, ...made.map(({ id }) => id))).toMatchObject([{ ids: [first?.id] }])
  await deliverDue()
  expect(provider.sent).toEqual([])
  windowEnds()
  await Promise.all([deliverDue('w1'), deliverDue('w2')])
  expect(provider.sent).toMatchObject([{ deliveryId: first?.id, subject: '50 orders' }])
  expect(told()).toEqual(all(50))
  expect(await became()).toEqual(['SENT SENT'])
})

test.each(['rendering', 'calling'])('a worker killed while %s: one mail, all 50 in it', async (where) => {
  const [first] = (await collected(50)).filter((row) => row.is_digest)
  const script = new URL('../testing/digest-worker.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, database.url, first?.id ?? '', where], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await exited
  // An event that came meanwhile is of the next digest.
  windowEnds()
  clock.advance(1_000)
  const later = (await collected(1, {}, 50)).filter((row) => row.order_id === '51')
  expect(later).toMatchObject([{ digest_of: null, is_digest: true, status: 'HELD' }])
  await releaseDeadWorker(database.db, 'killed', clock.now())
  await deliverDue()
  expect(provider.sent).toMatchObject([{ deliveryId: first?.id, subject: '50 orders' }])
  expect(sorted(told())).toEqual(all(50))
  windowEnds()
  await deliverDue()
  expect(provider.sent).toMatchObject([{ subject: '50 orders' }, { subject: '1 orders' }])
  expect(await became()).toEqual(['SENT SENT'])
})

test('a retry sends the same 50; those that come meanwhile are in the next', async () => {
  await collected(50)
  provider.answers.push({ outcome: 'transient', code: 'http_500', message: 'try later' })
  windowEnds()
  await deliverDue()
  expect(await became()).toEqual(['QUEUED QUEUED'])
  await collected(10, {}, 50)
  await deliverDue()
  expect(provider.sent).toHaveLength(1)
  clock.advance(5 * 60_000)
  await deliverDue()
  expect(provider.sent).toMatchObject([{ subject: '50 orders' }, { subject: '50 orders' }])
  expect(provider.sent[1]).toEqual(provider.sent[0])
  windowEnds()
  await deliverDue()
  expect(provider.sent[2]).toMatchObject({ subject: '10 orders' })
  expect(await became()).toEqual(['SENT SENT'])
})

test('events that come while it closes are in it, or in the next: none is lost, none told twice', async () => {
  await collected(5)
  clock.advance(WINDOW_S * 1000 - 1)
  const late = collected(40, {}, 5)
  clock.advance(1)
  await Promise.all([deliverDue(), late])
  windowEnds()
  await deliverDue()
  expect(sorted(told())).toEqual(all(45))
  expect(await became()).toEqual(['SENT SENT'])
})

test('one that failed for good fails for all, and is tried again by the retry of any', async () => {
  const made = await collected(3)
  provider.answers.push({ outcome: 'permanent', code: 'http_422', message: 'refused' })
  windowEnds()
  await deliverDue()
  expect(await became()).toEqual(['FAILED FAILED'])
  const member = made.find((row) => row.digest_of)
  await retryNotification(asMember(database.db), { id: member?.notification_id ?? '' })
  expect(await became()).toEqual(['QUEUED QUEUED'])
  clock.advance(60 * 60_000)
  await deliverDue()
  expect(await became()).toEqual(['SENT SENT'])
  expect(provider.sent).toHaveLength(2)
})

describe('what is taken back', () => {
  const cancel = (row: Row | undefined) =>
    cancelNotification({ ...asMember(database.db), clock }, { id: row?.notification_id ?? '' })

  test('is not in it', async () => {
    const made = await collected(4)
    const member = made.find((row) => row.digest_of)
    await cancel(member)
    windowEnds()
    await deliverDue()
    expect(provider.sent).toHaveLength(1)
    expect(sorted(told())).toEqual(all(4).filter((id) => id !== member?.order_id))
    expect((await rows()).find(({ id }) => id === member?.id)).toMatchObject({ became: 'CANCELLED' })
  })

  test('as the first leaves the rest to the oldest of them, and to those that join', async () => {
    const [first] = (await collected(4)).filter((row) => row.is_digest)
    await cancel(first)
    const [heir, ...others] = (await firsts()).filter(({ status }) => status === 'HELD')
    expect(others).toEqual([])
    expect(heir?.due_at).toBe(first?.due_at)
    expect((await rows()).filter((row) => row.digest_of === heir?.id)).toHaveLength(2)
    expect(await jobsOf(database.db, heir?.id ?? '')).toHaveLength(1)
    await collected(2, {}, 4)
    windowEnds()
    await deliverDue()
    expect(provider.sent).toHaveLength(1)
    expect(sorted(told())).toEqual(all(6).filter((id) => id !== first?.order_id))
  })

  test('alone ends its digest: the next event begins another', async () => {
    const [first] = await collected(1)
    await cancel(first)
    await collected(1, {}, 1)
    windowEnds()
    await deliverDue()
    expect(told()).toEqual(['2'])
  })

  test('stays in what was tried already', async () => {
    const made = await collected(3)
    provider.answers.push({ outcome: 'transient', code: 'http_500', message: 'try later' })
    windowEnds()
    await deliverDue()
    const member = made.find((row) => row.digest_of)
    await expect(cancel(member)).rejects.toMatchObject({ code: 'unprocessable' })
    clock.advance(5 * 60_000)
    await deliverDue()
    expect(await became()).toEqual(['SENT SENT'])
  })

  test('by erasing the first leaves the rest', async () => {
    const [first] = (await collected(3)).filter((row) => row.is_digest)
    await eraseNotifications(database.db, [first?.notification_id ?? ''], clock.now())
    windowEnds()
    await deliverDue()
    expect(sorted(told())).toEqual(all(3).filter((id) => id !== first?.order_id))
  })
})

test('what has expired is not in it, be it the first', async () => {
  // Expiring a minute into the window, it can't be held so long: set when it is planned, it would be withheld at once.
  const made = await collected(4)
  const [first] = made.filter((row) => row.is_digest)
  const member = made.find((row) => row.digest_of)
  await database.db.sql`update deliveries set expires_at = ${clock.now().toISOString()}::timestamptz
    where id in (${first?.id ?? ''}, ${member?.id ?? ''})`
  windowEnds()
  await deliverDue()
  expect(provider.sent).toEqual([])
  await deliverDue()
  const gone = [first?.order_id, member?.order_id]
  expect(sorted(told())).toEqual(all(4).filter((id) => !gone.includes(id)))
  const state = await rows()
  for (const id of [first?.id, member?.id]) {
    expect(state.find((row) => row.id === id)).toMatchObject({
      status: 'WITHHELD',
      reason: 'expired',
      became: 'WITHHELD',
    })
  }
})

test('what a workflow that collects sends at once is a list of one', async () => {
  await database.db.sql`update workflows set digest = '{"until":"quiet_hours_end"}'`
  await collected(2)
  await deliverDue()
  expect(provider.sent).toMatchObject([{ subject: '1 orders' }, { subject: '1 orders' }])
  expect(sorted(told())).toEqual(all(2))
})

test('the sweep finds the first of a digest and none of the others', async () => {
  const made = await collected(3)
  windowEnds()
  clock.advance(2 * 60_000)
  await database.db.sql`truncate graphile_worker._private_jobs`
  expect(await sweep(database.db, clock.now())).toMatchObject({ due: 1 })
  const jobs = await jobsOf(database.db, ...made.map(({ id }) => id))
  expect(jobs.map(({ ids }) => ids)).toEqual([[(await firsts())[0]?.id]])
})
