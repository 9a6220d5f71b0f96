import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { pushSubscriptions, users } from '#server/db/schema/users.ts'
import { Delivery } from '#server/delivery/deliver.ts'
import { pushPart } from '#server/delivery/push-part.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { fakePushProvider, orderWorkflow } from '#server/testing/delivering.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { newBrowser } from '#server/testing/push-decrypt.ts'
import { publishTemplate } from '../publish.ts'
import { eraseSensitive } from './erase.ts'

const app = { name: 'Posthorn', url: 'https://posthorn.test' }
let database: TestDatabase
let ctx: Context
beforeAll(async () => {
  database = await testDatabase()
  ctx = asMember(database.db)
})
afterAll(() => database.close())

test('what a push message said of a sensitive value goes, from its link too', async () => {
  const { db } = database
  await publishTemplate(ctx, {
    template_key: 'sign-in',
    subject: 'Your code {code}',
    body: 'It is {code}.',
    push: { body: 'Use {code}, {recipient.email}', link: 'https://shop.test/sign-in/{code}' },
    variables: { type: 'object', properties: { code: { type: 'string', sensitive: true } } },
  })
  const user = newId()
  const at = new Date()
  const { p256dh, auth } = newBrowser()
  await db.orm.insert(users).values({ id: user, email: 'ada@example.com', createdAt: at, updatedAt: at })
  const endpoint = 'https://push.example.com/send/1'
  await db.orm
    .insert(pushSubscriptions)
    .values({ id: newId(), userId: user, endpoint, p256dh, auth, createdAt: at })
  const recipients = [{ kind: 'user' as const, path: 'user_id' }]
  const workflow = await orderWorkflow(db, { eventType: 'SIGN_IN', channels: ['push'], recipients })
  await db.sql`update workflows set template_key = 'sign-in' where id = ${workflow.id}`
  const payload = { type: 'SIGN_IN', data: { code: '4711', user_id: user } }
  const { id } = await pendingNotification(db, { eventType: 'SIGN_IN', payload })
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  await planNotifications({ db, clock: systemClock, settings, log: silent() }, [id])
  const provider = fakePushProvider()
  const render = await createRenderer(db.orm, app, (address) => `https://posthorn.test/u/${address}`)
  const worker = new Delivery({
    ...{ db, clock: systemClock, log: silent(), workerId: 'w1', providers: [provider], allowTo: null },
    defaultTimezone: 'UTC',
    part: pushPart({ render, defaultTimezone: 'UTC', appSecret: 'a secret of this test' }),
  })
  const made = await db.sql<{ id: string }[]>`select id from deliveries where notification_id = ${id}`
  await worker.deliver(made.map((one) => one.id))
  expect(JSON.parse(provider.sent[0]?.payload ?? '{}')).toMatchObject({
    ...{ title: 'Your code 4711', body: 'Use 4711, ada@example.com', link: 'https://shop.test/sign-in/4711' },
  })

  expect(await eraseSensitive({ db, app, clock: systemClock, defaultTimezone: 'UTC' })).toBe(1)
  const [kept] = await db.sql<{ html: string; headers: { link: string } }[]>`
    select subject, html, text, headers from delivery_contents`
  expect(JSON.stringify(kept)).not.toContain('4711')
  expect(kept).toMatchObject({
    html: '',
    headers: { link: expect.stringContaining('https://shop.test/sign-in/') },
  })
})
