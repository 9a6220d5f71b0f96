import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { templateBacktests } from '#server/db/schema/templates.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { backtestTask } from '#server/worker/tasks/backtest.ts'
import { loadDraft } from '../drafts/draft.ts'
import { saveDraft } from '../drafts/save.ts'
import { publishTemplate } from '../publish.ts'
import { tidyTemplates } from '../tidy.ts'
import { cancelBacktest } from './cancel.ts'
import { compareInBacktest } from './compare.ts'
import { backtestResults, newestBacktest } from './read.ts'
import { runBacktest } from './run.ts'
import { startBacktest } from './start.ts'

const app = { name: 'Posthorn', url: 'https://posthorn.test' }
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const ctx = () => asMember(database.db)
const deps = () => ({ db: database.db, clock: systemClock, app, defaultTimezone: 'UTC', log: silent() })

/** As the queue calls it. */
const work = (id: string, attempts = 1) =>
  backtestTask(deps())({ id }, { job: { attempts, max_attempts: 5 } } as never)

let sequence = 0

/** A published template, a workflow that sends it, and a draft of it in two languages. */
async function written(body: string, variables: Record<string, unknown> | null = null) {
  const key = `tested-${++sequence}`
  const eventType = `TESTED_${sequence}`
  await publishTemplate(ctx(), { template_key: key, subject: 'Order {id}', body: 'Thanks for {id}' })
  const workflow = await orderWorkflow(database.db, { eventType })
  await database.db.sql`update workflows set template_key = ${key} where id = ${workflow.id}`
  const { lockVersion } = await loadDraft(database.db.orm, key)
  const source = (subject: string) => ({ subject, body, html_body: null })
  await saveDraft(ctx(), {
    key,
    lockVersion,
    variables,
    locales: [
      { locale: 'en', source: source('Order {id}') },
      { locale: 'de', source: source('Bestellung {id}') },
    ],
  })
  const event = (data: object) =>
    pendingNotification(database.db, { eventType, status: 'SENT', payload: { type: eventType, data } })
  return { key, event }
}

test('the draft is rendered on every past payload in each language, beside what is published', async () => {
  const { key, event } = await written('Thanks for {id}')
  const [first, lacking] = [await event({ id: 'a' }), await event({ other: 'b' })]
  const { id } = await startBacktest(ctx(), { key })
  expect(await newestBacktest(ctx(), { key })).toMatchObject({
    id,
    state: 'running',
    total: 4,
    done: 0,
    startedByName: 'Ada',
  })
  await work(id)
  expect(await newestBacktest(ctx(), { key })).toMatchObject({
    ...{ state: 'done', total: 4, done: 4, failed: 2, changed: 1 },
    missing: [{ path: 'id', count: 2 }],
  })
  const { results } = await backtestResults(ctx(), { id })
  expect(results).toMatchObject([
    {
      notificationId: lacking.id,
      locale: 'de',
      outcome: 'failed',
      problem: 'id is required',
      missing: ['id'],
    },
    { notificationId: lacking.id, locale: 'en', outcome: 'failed' },
    { notificationId: first.id, locale: 'de', outcome: 'changed', type: expect.stringContaining('TESTED_') },
    { notificationId: first.id, locale: 'en', outcome: 'same' },
  ])
  expect((await backtestResults(ctx(), { id, outcome: 'changed' })).results).toHaveLength(1)
  const compared = await compareInBacktest(ctx(), deps(), { id, notificationId: first.id, locale: 'de' })
  expect(compared).toMatchObject({
    before: { subject: 'Order a' },
    after: { subject: 'Bestellung a' },
    problem: null,
  })
  const failed = await compareInBacktest(ctx(), deps(), { id, notificationId: lacking.id, locale: 'en' })
  expect(failed).toEqual({ before: null, after: null, problem: 'id is required' })
})

test('what is compared is the draft as it was when the backtest began', async () => {
  const { key, event } = await written('Thanks for {id}')
  const { id: notificationId } = await event({ id: 'a' })
  const { id } = await startBacktest(ctx(), { key })
  const { lockVersion } = await loadDraft(database.db.orm, key)
  await saveDraft(ctx(), {
    key,
    lockVersion,
    locales: [{ locale: 'en', source: { subject: 'Later', body: 'x', html_body: null } }],
  })
  await work(id)
  const { after } = await compareInBacktest(ctx(), deps(), { id, notificationId, locale: 'en' })
  expect(after?.subject).toBe('Order a')
})

test('500 payloads in two languages at most, the newest, paged', async () => {
  const { key, event } = await written('Thanks for {id}, {name|you}')
  for (let i = 0; i < 510; i++) await event({ id: String(i) })
  const { id } = await startBacktest(ctx(), { key })
  const started = performance.now()
  await work(id)
  expect(performance.now() - started).toBeLessThan(20_000)
  expect(await newestBacktest(ctx(), { key })).toMatchObject({
    state: 'done',
    total: 1000,
    done: 1000,
    changed: 1000,
  })
  const seen = new Set<string>()
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof backtestResults>> = await backtestResults(ctx(), { id, cursor })
    for (const { notificationId, locale } of page.results) seen.add(`${notificationId} ${locale}`)
    cursor = page.nextCursor
  } while (cursor)
  expect(seen.size).toBe(1000)
})

test('it stops when it is told to, and one at a time runs', async () => {
  const { key, event } = await written('Thanks')
  await event({ id: 'a' })
  const { id } = await startBacktest(ctx(), { key })
  await expect(startBacktest(ctx(), { key })).rejects.toMatchObject({ code: 'conflict' })
  expect(await cancelBacktest(ctx(), { id })).toEqual({ id, state: 'cancelled' })
  await work(id)
  expect(await newestBacktest(ctx(), { key })).toMatchObject({ state: 'cancelled', done: 0 })
  expect(await cancelBacktest(ctx(), { id })).toEqual({ id, state: 'cancelled' })
  await expect(cancelBacktest(ctx(), { id: newId() })).rejects.toMatchObject({ code: 'not_found' })
})

test('after a crash it goes on where it was, and counts nothing twice', async () => {
  const { key, event } = await written('Thanks for {id}')
  for (let i = 0; i < 45; i++) await event({ id: String(i) })
  const { id } = await startBacktest(ctx(), { key })
  // Dies after the first chunk: the statement that records the second is refused.
  let chunks = 0
  const dying = new Proxy(database.db.sql, {
    apply(target, self, args: [TemplateStringsArray, ...unknown[]]) {
      if (args[0].join('').includes('insert into template_backtest_results') && ++chunks === 2) {
        throw new Error('the process died')
      }
      return Reflect.apply(target as never, self, args)
    },
  })
  const broken = { ...deps(), db: { ...database.db, sql: dying } }
  await expect(runBacktest(broken, id)).rejects.toThrow('died')
  expect(await newestBacktest(ctx(), { key })).toMatchObject({ state: 'running', done: 40 })
  await work(id)
  expect(await newestBacktest(ctx(), { key })).toMatchObject({ state: 'done', total: 90, done: 90 })
})

test('by two workers at once, what was erased since is left out once', async () => {
  const { key, event } = await written('Thanks for {id}')
  for (let i = 0; i < 30; i++) await event({ id: String(i) })
  const erased = await event({ id: 'x' })
  const { id } = await startBacktest(ctx(), { key })
  await database.db.sql`update notifications set erased_at = now(), payload = '{}' where id = ${erased.id}`
  await Promise.all([work(id), work(id)])
  expect(await newestBacktest(ctx(), { key })).toMatchObject({ state: 'done', total: 60, done: 60 })
})

test('one that can never end has failed after its last try; one whose job was lost is set going', async () => {
  const { key, event } = await written('Thanks for {id}')
  await event({ id: 'a' })
  const { id } = await startBacktest(ctx(), { key })
  await database.db.sql`update template_backtests set snapshot = '{}' where id = ${id}`
  await expect(work(id, 1)).rejects.toThrow()
  await work(id, 5)
  expect(await newestBacktest(ctx(), { key })).toMatchObject({ state: 'failed', endedAt: expect.any(Date) })

  const other = await written('Thanks')
  await other.event({ id: 'a' })
  const lost = await startBacktest(ctx(), { key: other.key })
  await database.db
    .sql`update template_backtests set started_at = now() - interval '20 minutes' where id = ${lost.id}`
  const before = await jobsFor(lost.id)
  expect(await tidyTemplates(deps())).toMatchObject({ resumed: 1, failed: 0 })
  expect(await jobsFor(lost.id)).toBe(before + 1)
  await database.db
    .sql`update template_backtests set started_at = now() - interval '2 days' where id = ${lost.id}`
  expect(await tidyTemplates(deps())).toMatchObject({ resumed: 0, failed: 1 })
})

const jobsFor = async (id: string): Promise<number> => {
  const [row] = await database.db.sql<{ count: number }[]>`
    select count(*)::integer as count from graphile_worker._private_jobs where payload ->> 'id' = ${id}`
  return row?.count ?? 0
}

test('five of a template are kept, and one with nothing to render is done at once', async () => {
  const { key } = await written('Thanks')
  for (let i = 0; i < 7; i++) await startBacktest(ctx(), { key })
  expect(await newestBacktest(ctx(), { key })).toMatchObject({ state: 'done', total: 0 })
  const kept = await database.db.orm.select({ key: templateBacktests.templateKey }).from(templateBacktests)
  expect(kept.filter((row) => row.key === key)).toHaveLength(5)
})

test('a draft that does not compile is refused; sensitive values are not shown', async () => {
  const bad = await written('Thanks')
  const { lockVersion } = await loadDraft(database.db.orm, bad.key)
  await saveDraft(ctx(), {
    key: bad.key,
    lockVersion,
    locales: [{ locale: 'en', source: { subject: 'a', body: 'b', html_body: '<p {x}>' } }],
  })
  await expect(startBacktest(ctx(), { key: bad.key })).rejects.toMatchObject({ code: 'unprocessable' })

  const properties = { id: { type: 'string', sensitive: true } }
  const { key, event } = await written('Your code: {id}', { type: 'object', properties, required: ['id'] })
  const { id: notificationId } = await event({ id: '4711' })
  const { id } = await startBacktest(ctx(), { key })
  await work(id)
  const { after } = await compareInBacktest(ctx(), deps(), { id, notificationId, locale: 'en' })
  expect(after).toMatchObject({ text: expect.stringContaining('Your code: •••') })
})
