import { describe, expect, it } from 'vitest'
import { type Story, timelineOf } from './timeline.ts'

const at = (s: number) => new Date(Date.UTC(2026, 10, 20, 14, 0, 0) + s * 1000)

const notification: Story['notification'] = {
  id: 'n',
  status: 'SENT',
  statusReason: null,
  eventType: 'ORDER_CREATED',
  source: 'api',
  sourceName: 'shop',
  traceId: 't',
  workflowId: null,
  userId: null,
  recipient: 'ada@example.com',
  customerId: null,
  runnerId: null,
  orderId: '123',
  correlationId: null,
  sourceService: null,
  payload: {},
  addressee: null,
  scheduledAt: null,
  expiresAt: null,
  errorMessage: null,
  createdAt: at(0),
  plannedAt: at(1),
  sentAt: null,
  erasedAt: null,
  sensitive: false,
  sensitiveErased: null,
}
const delivery: Story['deliveries'][number] = {
  id: 'd1',
  notificationId: 'n',
  traceId: 't',
  workflowId: null,
  userId: null,
  channel: 'email',
  address: 'ada@example.com',
  status: 'SENT',
  reason: null,
  reasonText: null,
  templateKey: 'order-created',
  templateVersion: 2,
  expiresAt: null,
  locale: 'en',
  sender: null,
  replyTo: null,
  dueAt: at(1),
  leasedUntil: null,
  leasedBy: null,
  triesUsed: 0,
  attemptCount: 0,
  provider: 'smtp',
  providerMessageId: null,
  fingerprint: null,
  replayOf: null,
  replayMode: null,
  createdAt: at(1),
  sentAt: null,
}
const attempt: Story['attempts'][number] = {
  id: 'a1',
  deliveryId: 'd1',
  notificationId: 'n',
  traceId: 't',
  number: 1,
  provider: 'smtp',
  outcome: 'sent',
  startedAt: at(2),
  durationMs: 180,
  providerMessageId: '<d1@example.com>',
  errorCode: null,
  error: null,
}
const story = (parts: Partial<Story>): Story => ({
  notification,
  deliveries: [delivery],
  attempts: [],
  audit: [],
  told: [],
  now: at(10),
  ...parts,
})
const titles = (parts: Partial<Story>) => timelineOf(story(parts)).map(({ title }) => title)

it('tells that the personal data was erased', () => {
  const told = timelineOf({
    notification: { ...notification, erasedAt: at(90), payload: {} },
    deliveries: [],
    attempts: [],
    audit: [],
    told: [],
    now: at(100),
  })
  expect(told.at(-1)).toMatchObject({ title: 'Personal data erased', at: at(90) })
})

describe('timelineOf', () => {
  it('goes from the event to the provider’s word', () => {
    const lines = timelineOf(story({ attempts: [attempt] }))
    expect(lines.map(({ title, detail, durationMs }) => [title, detail, durationMs])).toEqual([
      ['Accepted', 'by the API: shop', null],
      ['Planned', '1 e-mail', 1000],
      ['E-mail to ada@example.com', 'order-created v2 · en', null],
      ['Try 1 by SMTP: accepted', 'id <d1@example.com>', 180],
    ])
  })

  it('tells each failed try in the provider’s words, and when the next one comes', () => {
    const failed = {
      ...attempt,
      outcome: 'transient' as const,
      providerMessageId: null,
      errorCode: 'smtp_451',
      error: '451 try later',
    }
    const lines = timelineOf(
      story({
        deliveries: [{ ...delivery, status: 'QUEUED', dueAt: at(300), reasonText: '451 try later' }],
        attempts: [failed],
      }),
    )
    expect(lines.at(-2)).toMatchObject({
      kind: 'attempt',
      tone: 'amber',
      reason: '451 try later',
      detail: 'smtp_451',
    })
    expect(lines.at(-1)).toMatchObject({ kind: 'due', title: 'Next try', future: true, at: at(300) })
  })

  it('ends with the dead letter', () => {
    const refused = { ...attempt, outcome: 'permanent' as const, error: '550 no mailbox' }
    const lines = timelineOf(
      story({
        deliveries: [{ ...delivery, status: 'FAILED', reasonText: '550 no mailbox' }],
        attempts: [refused],
      }),
    )
    expect(lines.at(-1)).toMatchObject({
      title: 'Failed for good',
      tone: 'red',
      at: at(2.18),
      reason: '550 no mailbox',
    })
  })

  it('has a line for what did not happen', () => {
    const withheld = { ...delivery, status: 'WITHHELD' as const, reasonText: 'EMAIL_ALLOW_TO lacks it.' }
    expect(timelineOf(story({ deliveries: [withheld] })).at(-1)).toMatchObject({
      title: 'E-mail to ada@example.com withheld',
      reason: 'EMAIL_ALLOW_TO lacks it.',
    })
    const recorded = { ...notification, status: 'RECORDED' as const, statusReason: 'Nobody to tell.' }
    expect(timelineOf(story({ notification: recorded, deliveries: [] })).at(-1)).toMatchObject({
      title: 'Recorded, nobody to tell',
      reason: 'Nobody to tell.',
    })
  })

  it('says until when it is held, and when its time was over', () => {
    const held = { ...delivery, status: 'HELD' as const, dueAt: at(60), reasonText: 'As asked.' }
    expect(timelineOf(story({ deliveries: [held] })).at(-1)).toMatchObject({
      title: 'Held until',
      tone: 'violet',
      future: true,
      at: at(60),
      reason: 'As asked.',
    })
    const over = {
      ...delivery,
      status: 'WITHHELD' as const,
      reason: 'expired',
      expiresAt: at(5),
      reasonText: 'Over.',
    }
    const lines = timelineOf(story({ deliveries: [over] }))
    expect(lines.slice(1).map(({ title, detail, at: when }) => [title, detail, when])).toEqual([
      ['Planned', '1 e-mail', at(1)],
      ['E-mail to ada@example.com', 'order-created v2 · en', at(1)],
      ['Withheld', null, at(5)],
    ])
    expect(titles({ deliveries: [{ ...over, expiresAt: at(1) }] })).toContain(
      'E-mail to ada@example.com withheld',
    )
  })

  it('names the channel alone where there is no address', () => {
    const push = { ...delivery, channel: 'push' as const, address: '', status: 'WITHHELD' as const }
    expect(titles({ deliveries: [push] })).toContain('Push withheld')
  })

  it('puts a replay before what it made, whichever was written first', () => {
    const again = { ...delivery, id: 'd2', replayOf: 'd1', replayMode: 'sent' as const, createdAt: at(60) }
    const audit = [
      {
        id: 'l1',
        actor: 'member:1',
        actorName: 'Ada',
        action: 'notification.replay',
        targetId: 'n',
        detail: { mode: 'sent', deliveries: ['d2'] },
        at: at(60.02),
      },
    ]
    const lines = timelineOf(story({ deliveries: [delivery, again], audit, now: at(70) }))
    expect(lines.slice(-2)).toMatchObject([
      { kind: 'action', title: 'Replayed', detail: 'as it was sent', actorName: 'Ada' },
      { kind: 'delivery', title: 'E-mail to ada@example.com, again', reason: 'As it was sent' },
    ])
    expect(lines.filter(({ title }) => title === 'Planned')[0]).toMatchObject({ detail: '1 e-mail' })
  })

  it('says who cancelled, and what was taken back', () => {
    const audit = [
      {
        id: 'l1',
        actor: 'member:1',
        actorName: 'Ada',
        action: 'notification.cancel',
        targetId: 'n',
        detail: {},
        at: at(5),
      },
    ]
    expect(titles({ deliveries: [{ ...delivery, status: 'CANCELLED' }], audit }).slice(-2)).toEqual([
      'Cancelled',
      'ada@example.com taken back',
    ])
  })

  it('counts what was planned in words', () => {
    const detailOf = (deliveries: Story['deliveries']) =>
      timelineOf({ notification, deliveries, attempts: [], audit: [], told: [], now: at(9) }).find(
        ({ title }) => title === 'Planned',
      )?.detail
    const other = { ...delivery, id: 'd2', address: 'bob@example.com' }
    expect(detailOf([delivery, other])).toBe('2 e-mails')
    expect(detailOf([{ ...delivery, status: 'WITHHELD' }])).toBe('0 e-mails')
    expect(detailOf([delivery, { ...other, channel: 'push' }])).toBe('1 e-mail, 1 push message')
  })
})
