import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { users } from '#server/db/schema/users.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, fakeProvider, orderWorkflow } from '#server/testing/delivering.ts'
import { pendingNotification } from '#server/testing/factories.ts'
import { planDeps, planState } from '#server/testing/planning-jobs.ts'
import { planNotifications } from './plan.ts'

let database: TestDatabase
const clock = fixedClock(new Date())

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.sql`truncate workflows, users, graphile_worker._private_jobs cascade`
})

const deps = () => planDeps(database.db, clock)
const stateOf = (id: string) => planState(database.db, id)

describe('a template asked for by its key', () => {
  const user = async (columns: Partial<typeof users.$inferInsert> = {}) => {
    const id = newId()
    const at = new Date()
    await database.db.orm
      .insert(users)
      .values({ id, externalId: 'P9', email: 'Pat@example.com', createdAt: at, updatedAt: at, ...columns })
    return id
  }
  const asked = (payload: Record<string, unknown> = {}, columns = {}) =>
    pendingNotification(database.db, {
      eventType: 'order-created',
      payload: { user_id: 'P9', template_key: 'order-created', message_data: { order_id: 5 }, ...payload },
      ...columns,
    })

  test('is sent to its user with its own data, whatever workflows say', async () => {
    await orderWorkflow(database.db, { eventType: 'order-created' })
    const userId = await user()
    const notification = await asked()
    const marked = await asked({ user_id: 'ext:P9' })
    await planNotifications(deps(), [notification.id, marked.id])
    for (const { id } of [notification, marked]) {
      expect(await stateOf(id)).toMatchObject({
        notification: { status: 'QUEUED', workflowId: null, userId, recipient: 'pat@example.com' },
        deliveries: [{ status: 'QUEUED', address: 'Pat@example.com', templateVersion: 2, workflowId: null }],
      })
    }
    const provider = fakeProvider('smtp')
    const { deliveries: made } = await stateOf(notification.id)
    await emailWorker(database.db, { clock, providers: [provider] }).deliver(made.map(({ id }) => id))
    expect(provider.sent).toMatchObject([{ to: 'Pat@example.com', subject: 'Order 5 (1)' }])
    expect((await stateOf(notification.id)).notification?.status).toBe('SENT')
  })

  test('goes to the user it was accepted for, even when the external id has a new owner', async () => {
    await orderWorkflow(database.db)
    const first = await user()
    const notification = await asked({}, { userId: first })
    await database.db.sql`update users set external_id = null where id = ${first}`
    await user({ email: 'new@example.com' })
    await planNotifications(deps(), [notification.id])
    expect((await stateOf(notification.id)).deliveries).toMatchObject([{ address: 'Pat@example.com' }])
  })

  test('by push alone: WITHHELD, with the reason; beside an e-mail it does not count', async () => {
    await orderWorkflow(database.db)
    await user()
    const push = await asked({ channels: ['push'] })
    const both = await asked({ channels: ['email', 'push'] })
    const twice = await asked({ channels: ['email', 'email'] })
    await planNotifications(deps(), [push.id, both.id, twice.id])
    expect((await stateOf(twice.id)).deliveries).toHaveLength(1)
    expect((await stateOf(push.id)).notification).toMatchObject({
      status: 'WITHHELD',
      statusReason: 'The user has no push subscription.',
    })
    const state = await stateOf(both.id)
    expect(state.notification?.status).toBe('QUEUED')
    const made = state.deliveries.map(({ id }) => id)
    await emailWorker(database.db, { clock, providers: [fakeProvider('smtp')] }).deliver(made)
    expect((await stateOf(both.id)).notification?.status).toBe('SENT')
  })

  test('that fails by e-mail says why, and not why the push was withheld', async () => {
    await orderWorkflow(database.db)
    await user()
    const { id } = await asked({ channels: ['email', 'push'] })
    await planNotifications(deps(), [id])
    const provider = fakeProvider('smtp')
    provider.answers.push({ outcome: 'permanent', code: 'smtp_550', message: '550 no such mailbox' })
    const made = (await stateOf(id)).deliveries.map((delivery) => delivery.id)
    await emailWorker(database.db, { clock, providers: [provider] }).deliver(made)
    expect((await stateOf(id)).notification).toMatchObject({
      status: 'FAILED',
      statusReason: '550 no such mailbox',
      errorMessage: '550 no such mailbox',
    })
  })

  test('whose template is archived by now: FAILED, with the reason, and its user is kept', async () => {
    await orderWorkflow(database.db)
    const userId = await user()
    const notification = await asked({}, { userId })
    await database.db.sql`update templates set archived_at = now() where key = 'order-created'`
    await planNotifications(deps(), [notification.id])
    await database.db.sql`update templates set archived_at = null where key = 'order-created'`
    expect((await stateOf(notification.id)).notification).toMatchObject({
      status: 'FAILED',
      userId,
      errorMessage: expect.stringMatching(/^There is no template “.+”, or it is archived\.$/),
    })
  })
})
