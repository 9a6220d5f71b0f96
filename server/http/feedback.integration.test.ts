import { describe, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { getNotification } from '#server/notifications/get.ts'
import { findOptOuts } from '#server/recipients/opt-outs.ts'
import { deliveryState } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'
import { eventOf, permutations, resendFeedback, type Told } from '#server/testing/resend-feedback.ts'

const { db, events, sentByResend, stateOf, tell } = resendFeedback()

describe('events from Resend', () => {
  test('about an address that unsubscribed stop it altogether, and it stays unsubscribed', async () => {
    const { delivery, messageId } = await sentByResend()
    const { address } = delivery
    const row = { channel: 'email', address, reason: 'unsubscribed' } as const
    await db()
      .orm.insert(suppressions)
      .values({ ...row, id: newId(), createdAt: new Date() })
    await tell(eventOf('email.complained', { email_id: messageId }))
    expect((await stateOf(delivery)).suppressed).toEqual({ reason: 'complaint', detail: null })
    const off = (await findOptOuts(db().orm, [address]))(address)
    expect(off).toContain('marketing')
    expect(off).not.toContain('security')
  })

  const bounce = { type: 'Permanent', subType: 'General', message: '550 5.1.1 no such mailbox' }
  test.each<[string, [string, Record<string, unknown>?][], Told]>([
    [
      'a delivered mail',
      [['email.sent'], ['email.delivery_delayed'], ['email.delivered'], ['email.opened']],
      { status: 'DELIVERED', reason: null, reasonText: null, notification: 'SENT', suppressed: null },
    ],
    [
      'a mail that bounced for good and was reported',
      [['email.sent'], ['email.delivered'], ['email.bounced', { bounce }], ['email.complained']],
      {
        status: 'COMPLAINED',
        reason: 'complaint',
        reasonText: 'It was reported as spam.',
        notification: 'FAILED',
        suppressed: { reason: 'complaint', detail: null },
      },
    ],
    [
      'a mail that bounced for good',
      [['email.sent'], ['email.delivered'], ['email.bounced', { bounce }]],
      {
        status: 'BOUNCED',
        reason: 'hard_bounce',
        reasonText: 'It bounced for good: 550 5.1.1 no such mailbox',
        notification: 'FAILED',
        suppressed: { reason: 'hard_bounce', detail: '550 5.1.1 no such mailbox' },
      },
    ],
    [
      'a mail that bounced for now',
      [['email.sent'], ['email.bounced', { bounce: { type: 'Transient', message: 'mailbox full' } }]],
      {
        status: 'BOUNCED',
        reason: 'soft_bounce',
        reasonText: 'It bounced: mailbox full',
        notification: 'FAILED',
        suppressed: null,
      },
    ],
    [
      'a mail that Resend did not send',
      [['email.failed', { failed: { reason: 'reached_daily_quota' } }]],
      {
        status: 'FAILED',
        reason: 'resend_failed',
        reasonText: 'The provider could not send it: reached_daily_quota',
        notification: 'FAILED',
        suppressed: null,
      },
    ],
    [
      'a mail to an address on Resend’s own list',
      [['email.suppressed', { suppressed: { type: 'OnAccountSuppressionList', message: 'on the list' } }]],
      {
        status: 'BOUNCED',
        reason: 'hard_bounce',
        reasonText: 'It bounced for good: on the list',
        notification: 'FAILED',
        suppressed: { reason: 'hard_bounce', detail: 'on the list' },
      },
    ],
  ])('about %s make the same of it in every order', async (_, told, expected) => {
    for (const order of permutations(told)) {
      const { delivery, messageId } = await sentByResend()
      for (const [type, data] of order) {
        const answer = await tell(eventOf(type, { email_id: messageId, ...data }))
        expect(answer).toMatchObject({ status: 200, body: { ack: true, trace_id: expect.any(String) } })
      }
      expect(await stateOf(delivery), order.map(([type]) => type).join(', ')).toEqual(expected)
    }
  })

  test('that come all at once make the same of it', async () => {
    const { delivery, messageId } = await sentByResend()
    const types = ['email.sent', 'email.delivered', 'email.opened', 'email.bounced', 'email.delivery_delayed']
    await Promise.all(types.map((type) => tell(eventOf(type, { email_id: messageId, bounce }))))
    expect(await stateOf(delivery)).toMatchObject({
      status: 'BOUNCED',
      suppressed: { reason: 'hard_bounce' },
    })
  })

  test('are applied once', async () => {
    const { delivery, messageId } = await sentByResend()
    const event = eventOf('email.bounced', { email_id: messageId, bounce })
    await tell(event, { id: 'msg_once' })
    await db().orm.delete(suppressions)
    const before = await events()
    const both = await Promise.all([tell(event, { id: 'msg_once' }), tell(event, { id: 'msg_once' })])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(await events()).toBe(before)
    // An address that somebody took off the list does not come back by an old event.
    expect((await stateOf(delivery)).suppressed).toBeNull()
  })

  test('say by an opened or clicked mail that it was seen, first when', async () => {
    const { delivery, messageId } = await sentByResend()
    const seen = async () => (await deliveryState(db(), delivery)).delivery.seenAt
    await tell(eventOf('email.delivered', { email_id: messageId }))
    expect(await seen()).toBeNull()
    const first = eventOf('email.opened', { email_id: messageId })
    await tell(eventOf('email.clicked', { email_id: messageId }))
    await tell(first)
    await tell(eventOf('email.opened', { email_id: messageId }))
    expect(await seen()).toEqual(new Date(first.created_at))
  })

  test('are lines of the notification’s timeline', async () => {
    const { delivery, messageId } = await sentByResend()
    await tell(eventOf('email.delivery_delayed', { email_id: messageId }))
    await tell(eventOf('email.bounced', { email_id: messageId, bounce }))
    const { timeline } = await getNotification(asMember(db()), { id: delivery.notificationId })
    const lines = timeline.map(({ title, reason }) => [title, reason])
    expect(lines).toContainEqual(['Delayed (Resend says)', null])
    expect(lines).toContainEqual(['Bounced for good (Resend says)', '550 5.1.1 no such mailbox'])
    expect(lines.filter(([title]) => title?.startsWith('Bounced'))).toHaveLength(1)
  })

  test('do not take what somebody else put on the list for theirs', async () => {
    const { delivery, messageId } = await sentByResend()
    await db().orm.insert(suppressions).values({
      id: newId(),
      channel: 'email',
      address: delivery.address,
      reason: 'manual',
      detail: 'asked on the phone',
      createdAt: new Date(),
    })
    await tell(eventOf('email.complained', { email_id: messageId }))
    expect((await stateOf(delivery)).suppressed).toEqual({ reason: 'manual', detail: 'asked on the phone' })
  })
})
