import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { preferences, pushSubscriptions, users } from '#server/db/schema/users.ts'
import type { workflows } from '#server/db/schema/workflows.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { definitionOf } from '#server/workflows/definition.ts'
import { explain } from './explain.ts'
import { explainNotification } from './explain-notification.ts'
import type { ExplainInput } from './schemas.ts'

let database: TestDatabase
/** 23:30 in Berlin, where Ada sleeps until 07:00. */
const now = new Date('2026-11-20T22:30:00Z')
const morning = new Date('2026-11-21T06:00:00Z')
const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
const deps = { settings, log: silent(), providers: { email: ['resend', 'smtp'], push: ['webpush'] } }
const ada = newId()

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  const { sql, orm } = database.db
  await sql`truncate workflows, users, notifications, deliveries, digests, planned_lately,
    graphile_worker._private_jobs cascade`
  const times = { createdAt: now, updatedAt: now }
  await orm.insert(users).values({
    ...{ id: ada, externalId: 'P9', name: 'Ada', email: 'ada@example.com' },
    ...{ language: 'de', timezone: 'Europe/Berlin', ...times },
  })
  await orm
    .insert(preferences)
    .values({ userId: ada, quietHoursStart: '22:00', quietHoursEnd: '07:00', updatedAt: now })
  await orm.insert(pushSubscriptions).values({
    ...{ id: newId(), userId: ada, endpoint: 'https://push.example/ada' },
    ...{ p256dh: 'p', auth: 'a', createdAt: now },
  })
})

const ctx = (): Context => ({ ...asMember(database.db), clock: fixedClock(now) })
const ask = (input: Partial<ExplainInput> = {}) => explain(ctx(), deps, { payload: ofAda(), ...input })
const ofAda = (data: Record<string, unknown> = {}) => ({
  type: 'ORDER_CREATED',
  data: { order_id: 'A1', order_total: 59, user_id: 'P9', ...data },
})

/** The same event, as the planning job takes it. */
async function send(payload: Record<string, unknown> = ofAda(), at = now) {
  const { id } = await pendingNotification(database.db, { payload, at })
  await planNotifications({ db: database.db, clock: fixedClock(at), log: silent(), settings }, [id])
  const { orm } = database.db
  const [notification] = await orm.select().from(notifications).where(eq(notifications.id, id))
  const made = await orm
    .select()
    .from(deliveries)
    .where(eq(deliveries.notificationId, id))
    .orderBy(deliveries.id)
  return { id, notification, made }
}

type Columns = Partial<typeof workflows.$inferInsert>
const listening = (columns: Columns = {}) =>
  orderWorkflow(database.db, { recipients: [{ kind: 'user', path: 'user_id' }], ...columns })

/** Every table's rows, counted, and what the ones hold that planning writes. */
async function everything(): Promise<unknown> {
  const { sql } = database.db
  const tables = await sql<{ schemaname: string; tablename: string }[]>`
    select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
    order by 1, 2`
  const counts: Record<string, unknown> = {}
  for (const { schemaname, tablename } of tables) {
    const [row] = await sql`select count(*)::int as n, coalesce(max(xmin::text::bigint), 0)::text as written
      from ${sql(schemaname)}.${sql(tablename)}`
    counts[`${schemaname}.${tablename}`] = row
  }
  return counts
}

describe('what is explained is what the job then stores', () => {
  test.each<[string, Columns, number]>([
    ['in quiet hours', {}, 0],
    ['critical', { critical: true }, 0],
    ['on two channels', { channels: ['email', 'push'] }, 0],
    ['push, then mail', { channels: ['push', 'email'], fallback: { afterS: 600, unless: 'seen' } }, 0],
    ['a digest that it opens', { digest: { until: 'window', windowS: 3600 } }, 0],
    ['a digest that it joins', { digest: { until: 'window', windowS: 3600 } }, 1],
    [
      'a digest until quiet hours end',
      { digest: { until: 'quiet_hours_end' }, channels: ['push', 'email'] },
      1,
    ],
    ['not yet throttled', { throttle: { max: 2, perS: 3600 } }, 1],
    ['throttled', { throttle: { max: 2, perS: 3600 } }, 2],
    ['a duplicate', { duplicates: { windowS: 600, path: 'order_id' } }, 1],
    ['delayed', { delayS: 7200, critical: true }, 0],
    [
      'with conditions that hold',
      { conditions: { match: 'all', rules: [{ path: 'order_total', op: 'gt', value: 50 }] } },
      0,
    ],
    [
      'with conditions that do not',
      { conditions: { match: 'all', rules: [{ path: 'order_total', op: 'gt', value: 100 }] } },
      0,
    ],
    ['without a template', { templateKey: 'gone' }, 0],
    ['to nobody', { recipients: [{ kind: 'address', path: 'customer_email' }] }, 0],
  ])('%s', async (_, columns, before) => {
    await listening(columns)
    for (let n = 0; n < before; n += 1) await send()
    const state = await everything()
    const explained = await ask()
    expect(await everything()).toEqual(state)

    const { id, notification, made } = await send()
    expect(explained.steps).toEqual(notification?.plan)
    expect(explained.reason).toBe(made.length > 0 ? null : notification?.statusReason)
    const decided = await explainNotification(ctx(), { settings }, { id })
    expect(decided).toEqual({
      ...explained,
      workflow:
        made.length > 0 ? explained.workflow : decided.workflow && { ...explained.workflow, version: null },
      deliveries: explained.deliveries.map((one, place) => ({ ...one, id: made[place]?.id, provider: null })),
    })
  })
})

describe('an explanation', () => {
  test('says when, to whom, by what and in which words', async () => {
    const workflow = await listening({ key: 'orders', name: 'Orders' })
    expect(await ask()).toMatchObject({
      at: now,
      outcome: 'deliver',
      reason: null,
      workflow: { id: workflow.id, key: 'orders', name: 'Orders', version: 1 },
      user: {
        ...{ id: ada, name: 'Ada', email: 'ada@example.com', language: 'de' },
        ...{ timezone: 'Europe/Berlin', localTime: '2026-11-20 23:30' },
      },
      deliveries: [
        {
          ...{ id: null, status: 'HELD', reason: 'quiet_hours', dueAt: morning, provider: 'resend' },
          template: { version: 2, locale: 'de', wordsIn: 'en' },
        },
      ],
    })
  })

  test('is of any moment', async () => {
    await listening()
    const noon = new Date('2026-11-21T12:00:00Z')
    expect(await ask({ at: noon })).toMatchObject({
      at: noon,
      deliveries: [{ status: 'QUEUED', dueAt: noon }],
      user: { localTime: '2026-11-21 13:00' },
    })
  })

  test('is of any user, in place of whom the rules find', async () => {
    await listening({ recipients: [{ kind: 'address', path: 'customer_email' }] })
    const payload = ofAda({ customer_email: 'bob@example.com' })
    expect(await ask({ payload })).toMatchObject({ user: null, deliveries: [{ address: 'bob@example.com' }] })
    for (const user of [ada, 'ext:P9', 'P9', 'Ada@example.com']) {
      const explained = await ask({ payload, user })
      expect(explained).toMatchObject({ user: { id: ada }, deliveries: [{ status: 'HELD' }] })
      expect(explained.steps).toContainEqual(
        expect.objectContaining({ text: 'It is for a user, by your choice.' }),
      )
    }
    expect(await ask({ payload, user: 'eve@example.com' })).toMatchObject({
      user: null,
      deliveries: [{ address: 'eve@example.com' }],
    })
    await expect(ask({ user: 'P10' })).rejects.toMatchObject({
      code: 'not_found',
      issues: [{ path: 'user' }],
    })
  })

  test('is of a template asked for by its key', async () => {
    await listening()
    const payload = { template_key: 'order-created', user_id: 'P9', category: 'marketing', message_data: {} }
    expect(await ask({ payload })).toMatchObject({
      workflow: null,
      deliveries: [{ category: 'marketing', status: 'HELD' }],
    })
  })

  test('is of a workflow that is not saved, alone', async () => {
    const saved = await listening({ key: 'saved', critical: true })
    const definition = {
      ...definitionOf(saved),
      name: 'Tried',
      critical: false,
      eventType: null,
      sources: [],
    }
    const explained = await ask({ workflow: { key: 'tried', definition } })
    expect(explained).toMatchObject({
      workflow: { id: null, key: 'tried', name: 'Tried', version: null },
      deliveries: [{ status: 'HELD', reason: 'quiet_hours' }],
    })
    expect(explained.steps[0]?.text).toBe('The workflow “Tried” (tried) takes it, as it is written here.')
  })

  test('says why there is nothing', async () => {
    expect(await ask()).toMatchObject({
      outcome: 'recorded',
      reason: 'No workflow listens to “ORDER_CREATED” from api.',
      workflow: null,
      deliveries: [],
    })
    expect(await ask({ source: 'sql', payload: { type: 'ORDER_CREATED', data: {} } })).toMatchObject({
      outcome: 'recorded',
      reason: expect.stringContaining('data.order_id'),
    })
  })

  test('says when the API would not take such an event', async () => {
    await listening()
    const { steps, deliveries: made } = await ask({ payload: ofAda({ order_id: undefined }) })
    expect(steps[0]).toMatchObject({
      code: 'bad_data',
      text: expect.stringMatching(/^The API would refuse it\. .*data\.order_id/),
    })
    expect(made).toHaveLength(1)
  })

  test('is for operators, and names what is wrong with its input', async () => {
    const as = (role: 'author' | 'operator'): Context => ({
      ...ctx(),
      actor: { kind: 'member', id: 'm', name: 'M', role },
    })
    await expect(explain(as('author'), deps, { payload: {} })).rejects.toMatchObject({ code: 'forbidden' })
    const wrong = async (input: Partial<ExplainInput>, path: string) => {
      const asked = explain(as('operator'), deps, { payload: {}, ...input })
      await expect(asked).rejects.toMatchObject({ code: 'bad_input', issues: [{ path }] })
    }
    await wrong({ payload: { a: '\0' } }, 'payload.a')
    await wrong({ at: new Date(Date.UTC(12_000, 0)) }, 'at')
    await wrong({ eventType: ' ' }, 'eventType')
  })
})
