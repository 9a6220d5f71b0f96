import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import { getDeliveryContent } from '#server/notifications/delivery-content.ts'
import { getNotification } from '#server/notifications/get.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import type { RenderEmail } from '#server/rendering/render-email.ts'
import { silent } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { emailWorker, fakeProvider, orderWorkflow } from '#server/testing/delivering.ts'
import { useEnv } from '#server/testing/env.ts'
import { asMember, pendingNotification } from '#server/testing/factories.ts'
import { publishTemplate } from '../publish.ts'
import { eraseSensitive } from './erase.ts'

const app = { name: 'Posthorn', url: 'https://posthorn.test' }
let database: TestDatabase
let undo: () => void

beforeAll(async () => {
  database = await testDatabase()
  undo = useEnv({ DATABASE_URL: database.url })
})
afterAll(async () => {
  undo()
  await database.close()
})

test('what a digest’s template calls sensitive of its events is hidden, and erased, in all of them', async () => {
  const { db } = database
  const ctx = asMember(db)
  const clock = fixedClock(new Date())
  await publishTemplate(ctx, {
    ...{ template_key: 'parcels', subject: '{count} parcels', body: '{count} parcels wait for you.' },
    variables: {
      type: 'object',
      properties: {
        count: { type: 'integer' },
        items: {
          type: 'array',
          items: { type: 'object', properties: { code: { type: 'string', sensitive: true } } },
        },
      },
    },
  })
  const workflow = await orderWorkflow(db, { eventType: 'PARCEL', digest: { until: 'window', windowS: 60 } })
  await db.sql`update workflows set template_key = 'parcels' where id = ${workflow.id}`
  const ids: string[] = []
  for (const code of ['4711', '4712']) {
    const payload = { type: 'PARCEL', data: { code, customer_email: 'ada@example.com' } }
    ids.push((await pendingNotification(db, { eventType: 'PARCEL', payload, at: clock.now() })).id)
  }
  const codes = /471[12]/
  const shown = async () => {
    const all = await Promise.all(ids.map((id) => getNotification(ctx, { id })))
    return JSON.stringify(all.map(({ payload }) => payload))
  }
  expect(await shown()).not.toMatch(codes)
  const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }
  await planNotifications({ db, clock, settings, log: silent() }, ids)
  expect(await shown()).not.toMatch(codes)
  clock.advance(60_000)
  const provider = fakeProvider('smtp')
  // As a template that repeats would: with all that is in it.
  const render: RenderEmail = async ({ data }) => {
    const text = JSON.stringify(data.items)
    return { subject: `${String(data.count)} parcels`, html: text, text, version: 1 }
  }
  const made = await db.sql<{ id: string; is_digest: boolean }[]>`select id, is_digest from deliveries`
  await emailWorker(db, { clock, providers: [provider], render }).deliver(made.map(({ id }) => id))
  expect(provider.sent).toMatchObject([{ subject: '2 parcels', text: expect.stringMatching(/4711.*4712/) }])
  const first = made.find((one) => one.is_digest)?.id ?? ''
  const content = await getDeliveryContent(ctx, { deliveryId: first })
  expect(content).toMatchObject({ subject: '2 parcels', hidden: true })
  expect(content.text).toBe('2 parcels wait for you.')
  expect(await eraseSensitive({ db, clock, app, defaultTimezone: 'UTC' })).toBe(2)
  const stored = JSON.stringify(await db.sql`select payload from notifications`)
  expect(stored + JSON.stringify(await db.sql`select * from delivery_contents`)).not.toMatch(codes)
})
