import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import type { MemberRole } from '#server/db/schema/members.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import {
  asMember,
  failedDelivery,
  pendingNotification,
  queuedDelivery,
  sentNotification,
  withheldDelivery,
} from '#server/testing/factories.ts'
import { tokenFor } from '#server/testing/recipients.ts'
import { getDeliveryContent } from './delivery-content.ts'
import { getNotification } from './get.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

describe('getNotification', () => {
  it('answers the whole of it', async () => {
    const { db } = database
    const { notification, delivery } = await sentNotification(db, { status: 'PARTIAL' })
    const failed = await failedDelivery(db, notification, { address: 'eve@example.com' })
    await withheldDelivery(db, notification, { address: 'out@example.org' })
    await db.orm.insert(auditLog).values({
      id: newId(),
      actor: 'member:ada',
      actorName: 'Ada',
      action: 'notification.retry',
      targetId: notification.id,
      detail: { deliveries: [failed.id] },
      at: new Date(),
    })
    const whole = await getNotification(asMember(db), { id: notification.id })
    expect(whole).toMatchObject({
      id: notification.id,
      payload: notification.payload,
      workflow: null,
      user: null,
    })
    expect(whole.deliveries.map(({ id, hasContent, attempts }) => [id, hasContent, attempts.length])).toEqual(
      [
        [delivery.id, true, 1],
        [failed.id, true, 1],
        [expect.anything(), false, 0],
      ],
    )
    expect(whole.deliveries[0]).not.toHaveProperty('leasedBy')
    expect(whole.timeline.map(({ kind }) => kind).sort()).toEqual(
      [
        'accepted',
        'action',
        'attempt',
        'attempt',
        'delivery',
        'delivery',
        'ended',
        'planned',
        'withheld',
      ].sort(),
    )
    expect(whole.can).toMatchObject({ retry: { allowed: true }, cancel: { allowed: false } })
  })

  it('leads from a digest to its events, and from each of them to the digest', async () => {
    const { db } = database
    const { notification: first, delivery } = await sentNotification(db)
    await db.sql`update deliveries set is_digest = true where id = ${delivery.id}`
    const second = await pendingNotification(db, { eventType: null, status: 'SENT', plannedAt: new Date() })
    const member = await queuedDelivery(db, second, { digestOf: delivery.id, status: 'SENT' })
    const linksOf = async (id: string) =>
      (await getNotification(asMember(db), { id })).timeline.flatMap(({ links }) => links)
    expect(await linksOf(first.id)).toEqual([{ notificationId: second.id, title: 'No type' }])
    expect(await linksOf(second.id)).toEqual([{ notificationId: first.id, title: 'ORDER_CREATED' }])
    const whole = await getNotification(asMember(db), { id: second.id })
    expect(whole.deliveries).toMatchObject([
      { id: member.id, hasContent: false, digest: { notificationId: first.id, deliveryId: delivery.id } },
    ])
    expect(whole.can.replay.sent.reason).toContain('in a digest')
  })

  it('says that there is none, and refuses what is no id', async () => {
    const member = asMember(database.db)
    await expect(getNotification(member, { id: newId() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(getNotification(member, { id: '1; drop table' })).rejects.toMatchObject({
      code: 'bad_input',
    })
  })

  it('refuses a key that may not read', async () => {
    const actor = { kind: 'key', id: 'k', name: 'k', scopes: ['ingest'] } as const
    const asked = getNotification({ ...asMember(database.db), actor }, { id: newId() })
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('getDeliveryContent', () => {
  it('answers the mail as it was sent, header first', async () => {
    const { delivery } = await sentNotification(database.db, { at: new Date('2026-11-20T14:02:11Z') })
    const mail = await getDeliveryContent(asMember(database.db), { deliveryId: delivery.id })
    expect(mail).toMatchObject({
      subject: 'Your order 123',
      html: '<h1>Your order 123</h1>',
      text: 'Your order 123',
    })
    expect(mail.headers).toEqual([
      { name: 'From', value: 'Posthorn <posthorn@example.com>' },
      { name: 'To', value: 'ada@example.com' },
      { name: 'Reply-To', value: 'help@example.com' },
      { name: 'Subject', value: 'Your order 123' },
      { name: 'Date', value: 'Fri, 20 Nov 2026 14:02:11 +0000' },
      { name: 'Message-ID', value: `<${delivery.id}@example.com>` },
      { name: 'X-Posthorn-Trace-Id', value: delivery.traceId },
    ])
  })

  it('answers a push message as its notification shows it', async () => {
    const { db } = database
    const { delivery } = await sentNotification(db)
    await db.sql`update deliveries set channel = 'push' where id = ${delivery.id}`
    await db.sql`update delivery_contents set html = '', text = 'It is on its way.', "from" = '',
      headers = '{"link": "https://shop.example/123"}' where delivery_id = ${delivery.id}`
    expect(await getDeliveryContent(asMember(db), { deliveryId: delivery.id })).toMatchObject({
      push: {
        title: 'Your order 123',
        body: 'It is on its way.',
        link: 'https://shop.example/123',
        icon: null,
      },
      headers: [],
    })
  })

  it('shows the link to the recipient’s own page to those only who may change users', async () => {
    const { db } = database
    const { delivery } = await sentNotification(db)
    const token = tokenFor('ada@example.com', 'product')
    const page = `https://posthorn.test/u/${token}`
    await db.sql`update delivery_contents set html = ${`<a href="${page}">x</a>`}, text = ${page},
      headers = ${JSON.stringify({ 'List-Unsubscribe': `<${page}/unsubscribe>` })}::text::jsonb
      where delivery_id = ${delivery.id}`
    const shownTo = async (role: MemberRole) => {
      const actor = { kind: 'member', id: 'm', name: 'M', role } as const
      return JSON.stringify(await getDeliveryContent({ ...asMember(db), actor }, { deliveryId: delivery.id }))
    }
    expect(await shownTo('operator')).toContain(token)
    for (const role of ['viewer', 'author'] as const) {
      const shown = await shownTo(role)
      expect(shown).not.toContain(token)
      expect(shown.split('/u/hidden')).toHaveLength(4)
    }
  })

  it('has none before the first try', async () => {
    const notification = await pendingNotification(database.db)
    const withheld = await withheldDelivery(database.db, notification)
    const asked = getDeliveryContent(asMember(database.db), { deliveryId: withheld.id })
    await expect(asked).rejects.toMatchObject({ code: 'not_found' })
  })
})
