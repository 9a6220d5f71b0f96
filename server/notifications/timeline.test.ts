import { describe, expect, it } from 'vitest'
import { noDigests } from './digests.ts'
import { timelineOf } from './timeline.ts'
import type { Story } from './timeline-entry.ts'

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
  plan: null,
  erasedAt: null,
  sensitive: false,
  sensitiveErased: null,
}
const delivery: Story['deliveries'][number] = {
  id: 'd1',
  notificationId: 'n',
  traceId: 't',
  workflowId: null,
  workflowVersion: null,
  userId: null,
  category: 'orders',
  critical: false,
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
  fallback: null,
  digestOf: null,
  isDigest: false,
  seenAt: null,
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
  timezone: null,
  digests: noDigests,
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
    timezone: null,
    digests: noDigests,
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
      timelineOf(story({ deliveries, now: at(9) })).find(({ title }) => title === 'Planned')?.detail
    const other = { ...delivery, id: 'd2', address: 'bob@example.com' }
    expect(detailOf([delivery, other])).toBe('2 e-mails')
    expect(detailOf([{ ...delivery, status: 'WITHHELD' }])).toBe('0 e-mails')
    expect(detailOf([delivery, { ...other, channel: 'push' }])).toBe('1 e-mail, 1 push message')
  })
})

describe('timelineOf what was planned', () => {
  const plan = [
    { code: 'workflow', outcome: 'info', text: 'The workflow takes it.' },
    { code: 'category_off', outcome: 'withheld', text: 'The recipient switched it off.', channel: 'push' },
    { code: 'quiet_hours', outcome: 'held', text: 'Held until 08:00.', channel: 'email' },
  ]
  const decided = { ...notification, plan }
  const push = {
    ...delivery,
    id: 'p1',
    channel: 'push' as const,
    address: 'https://push.example/abc',
    status: 'WITHHELD' as const,
    reason: 'category_off',
    reasonText: 'The recipient switched it off.',
  }

  it('gives each line the steps that led to it', () => {
    const lines = timelineOf(story({ notification: decided, deliveries: [delivery, push] }))
    expect(lines.map(({ title, steps }) => [title, steps.map(({ code }) => code)])).toEqual([
      ['Accepted', []],
      ['Planned', ['workflow']],
      ['E-mail to ada@example.com', ['quiet_hours']],
      ['Push to push.example withheld', ['category_off']],
    ])
    expect(lines[1]).toMatchObject({ detail: '1 e-mail, 0 push messages' })
    expect(lines[2]).toMatchObject({ reason: 'Held until 08:00.' })
  })

  it('tells what was withheld when it was looked at again from what never was made', () => {
    const off = {
      ...delivery,
      status: 'WITHHELD' as const,
      reason: 'category_off',
      reasonText: 'The recipient switched “Orders” off for e-mail.',
      dueAt: at(5),
    }
    const lines = timelineOf(story({ notification: decided, deliveries: [off] }))
    expect(lines.slice(-2)).toMatchObject([
      { kind: 'delivery', title: 'E-mail to ada@example.com', reason: 'Held until 08:00.' },
      { kind: 'withheld', title: 'Looked at again: withheld', at: at(5), reason: off.reasonText },
    ])
    expect(lines[1]).toMatchObject({ detail: '1 e-mail' })
  })

  it('says a held moment by the clock of the recipient, once', () => {
    const held = { ...delivery, status: 'HELD' as const, reason: 'delayed', dueAt: at(60) }
    const lineOf = (reasonText: string) =>
      timelineOf(story({ deliveries: [{ ...held, reasonText }], timezone: 'Asia/Kolkata' })).at(-1)
    expect(lineOf('Held for 1 minute.')).toMatchObject({
      detail: 'for the recipient 2026-11-20 19:31 (Asia/Kolkata)',
    })
    expect(lineOf('Held until 2026-11-20 19:31 (Asia/Kolkata).')).toMatchObject({ detail: null })
  })

  it('tells a fallback that waits from one that was not needed', () => {
    const fallback = { of: ['d1'], unless: 'delivered' as const, afterS: 600 }
    const second = { ...push, fallback, status: 'HELD' as const, reason: 'fallback', dueAt: at(600) }
    expect(timelineOf(story({ deliveries: [delivery, second] })).at(-1)).toMatchObject({
      title: 'Fallback due',
      future: true,
    })
    const needless = { ...second, status: 'WITHHELD' as const, reason: 'fallback_not_needed', dueAt: at(8) }
    expect(titles({ notification: decided, deliveries: [delivery, needless] }).slice(-2)).toEqual([
      'Push to push.example, as a fallback',
      'Fallback not needed',
    ])
  })

  it('leads from a digest to its events, and from each event to the digest', () => {
    const event = (n: number) => ({
      deliveryId: `m${n}`,
      notificationId: `n${n}`,
      eventType: n === 2 ? null : 'ORDER_CREATED',
    })
    const members = new Map([['d1', [event(1), event(2)]]])
    const first = timelineOf(
      story({ deliveries: [{ ...delivery, isDigest: true }], digests: { ...noDigests, members } }),
    )
    expect(first.at(-1)).toMatchObject({
      title: 'In a digest of 3, together with',
      links: [
        { notificationId: 'n1', title: 'ORDER_CREATED' },
        { notificationId: 'n2', title: 'No type' },
      ],
    })
    const member = { ...delivery, digestOf: 'm1', dueAt: at(60), sentAt: at(61), provider: null }
    const joined = timelineOf(
      story({ deliveries: [member], digests: { ...noDigests, firsts: new Map([['m1', event(1)]]) } }),
    )
    expect(joined.slice(-2)).toMatchObject([
      { title: 'In a digest, sent with', links: [{ notificationId: 'n1' }] },
      // As a try that went well: what ended green was delivered.
      { title: 'Sent with the digest', kind: 'attempt', at: at(61) },
    ])
  })

  it('says what a browser told of a push message', () => {
    const sent = { ...push, status: 'DELIVERED' as const, reason: null, reasonText: null }
    const event = (kind: string, s: number) => ({
      id: kind,
      provider: 'webpush',
      type: `push.${kind}`,
      at: at(s),
      receivedAt: at(s),
      deliveryId: 'p1',
      detail: { kind },
    })
    expect(
      titles({ deliveries: [sent], told: [event('delivered', 3), event('clicked', 4)] }).slice(-2),
    ).toEqual(['Shown (the browser says)', 'Clicked (the browser says)'])
  })
})
