import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { replayNotification } from '#server/notifications/replay.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification, sentNotification } from '#server/testing/factories.ts'
import { explainNotification } from './explain-notification.ts'

let database: TestDatabase
const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
const of = (id: string, ctx: Context = asMember(database.db)) =>
  explainNotification(ctx, { settings }, { id })

beforeAll(async () => {
  database = await testDatabase()
  await orderWorkflow(database.db)
})
afterAll(() => database.close())

async function planned(data: Record<string, unknown>) {
  const { id } = await pendingNotification(database.db, { payload: { type: 'ORDER_CREATED', data } })
  await planNotifications({ db: database.db, clock: systemClock, log: silent(), settings }, [id])
  return id
}

test('says how it was decided, and what became of it, to every member', async () => {
  const id = await planned({ customer_email: 'bob@example.com' })
  const viewer: Context = {
    ...asMember(database.db),
    actor: { kind: 'member', id: 'v', name: 'V', role: 'viewer' },
  }
  const explained = await of(id, viewer)
  expect(explained).toMatchObject({
    outcome: 'deliver',
    user: null,
    deliveries: [{ id: expect.any(String), status: 'QUEUED', address: 'bob@example.com' }],
  })
  expect(explained.steps.map(({ code }) => code)).toContain('language')
})

test('says why nobody was told', async () => {
  expect(await of(await planned({}))).toMatchObject({
    outcome: 'recorded',
    reason: 'Nobody to tell: the event has no customer_email.',
    deliveries: [],
  })
})

test('leaves out what a replay decided later', async () => {
  const { notification, delivery } = await sentNotification(database.db, {
    payload: { type: 'ORDER_CREATED', data: { customer_email: 'ada@example.com' } },
  })
  const ctx = asMember(database.db)
  await replayNotification(ctx, { settings, log: silent() }, { id: notification.id, mode: 'today' })
  expect((await of(notification.id)).deliveries).toMatchObject([{ id: delivery.id }])
})

test('has no steps of one from before they were kept', async () => {
  const id = await planned({ customer_email: 'bob@example.com' })
  await database.db.orm.update(notifications).set({ plan: null }).where(eq(notifications.id, id))
  expect(await of(id)).toMatchObject({ steps: [], deliveries: [{ status: 'QUEUED' }] })
})

test('is not there for one that is still to be planned, nor for one that is not there', async () => {
  const { id } = await pendingNotification(database.db)
  await expect(of(id)).rejects.toMatchObject({ code: 'unprocessable' })
  await expect(of(newId())).rejects.toMatchObject({ code: 'not_found' })
  await expect(of('x')).rejects.toMatchObject({ code: 'bad_input' })
})
