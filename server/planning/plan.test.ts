import { describe, expect, test } from 'vitest'
import type { RecipientRule } from '#server/db/schema/workflows.ts'
import {
  isAllowed,
  type PlanInput,
  type PlanRequest,
  type PlanUser,
  type PlanWorkflow,
  plan,
} from './plan.ts'
import { textAt, usersWanted } from './recipients.ts'

const now = new Date('2026-11-20T12:00:00Z')

const workflow: PlanWorkflow = {
  id: 'w',
  key: 'order-created',
  channels: ['email'],
  templateKey: 'order-created',
  templateVersion: 4,
  templateLocale: null,
  recipients: [
    { kind: 'address', path: 'customer_email' },
    { kind: 'user', path: 'user_id' },
  ],
  sender: 'Shop <shop@example.com>',
  replyTo: 'help@example.com',
}
const ada: PlanUser = {
  id: 'ada-id',
  externalId: 'P9',
  name: 'Ada',
  email: 'ada@example.com',
  language: 'de',
  timezone: 'Europe/Berlin',
}

const planned = (data: Record<string, unknown>, changes: Partial<PlanInput> = {}) =>
  plan({
    notification: { eventType: 'ORDER_CREATED', source: 'api', data },
    workflow,
    findUser: (value) => (value === 'P9' ? ada : null),
    findSuppression: () => null,
    settings: { alertEmail: null, allowTo: null, defaultLocale: 'en' },
    now,
    ...changes,
  })
const withRules = (...recipients: RecipientRule[]) => ({ workflow: { ...workflow, recipients } })

describe('a delivery', () => {
  test('to an address of the event has all that sending needs', () => {
    expect(planned({ customer_email: 'Bob@Example.com' })).toEqual({
      kind: 'deliver',
      workflowId: 'w',
      userId: null,
      decisions: [
        {
          status: 'QUEUED',
          channel: 'email',
          address: 'Bob@Example.com',
          userId: null,
          templateKey: 'order-created',
          templateVersion: 4,
          locale: 'en',
          sender: 'Shop <shop@example.com>',
          replyTo: 'help@example.com',
          dueAt: now,
          expiresAt: null,
          reason: 'planned',
          reasonText: expect.stringContaining('order-created'),
        },
      ],
    })
  })

  test('to a user takes their address and language', () => {
    expect(planned({ user_id: 'P9' })).toMatchObject({
      userId: 'ada-id',
      decisions: [{ address: 'ada@example.com', userId: 'ada-id', locale: 'de' }],
    })
  })

  test('to somebody without a language is in the default one of the template, else of the settings', () => {
    const none = { ...ada, language: null }
    for (const [templateLocale, locale] of [
      ['fr', 'fr'],
      [null, 'en'],
    ] as const) {
      const changes = { workflow: { ...workflow, templateLocale } }
      expect(planned({ customer_email: 'bob@example.com' }, changes)).toMatchObject({
        decisions: [{ locale }],
      })
      expect(planned({ user_id: 'P9' }, { ...changes, findUser: () => none })).toMatchObject({
        decisions: [{ locale }],
      })
      expect(planned({ user_id: 'P9' }, changes)).toMatchObject({ decisions: [{ locale: 'de' }] })
    }
  })

  test('goes by the first rule that yields an address', () => {
    const both = { customer_email: 'bob@example.com', user_id: 'P9' }
    expect(planned(both)).toMatchObject({ decisions: [{ address: 'bob@example.com' }] })
    const turned = withRules(...workflow.recipients.toReversed())
    expect(planned(both, turned)).toMatchObject({ decisions: [{ address: 'ada@example.com' }] })
    expect(planned({ customer_email: 'not one', user_id: 'P9' })).toMatchObject({
      decisions: [{ address: 'ada@example.com' }],
    })
  })

  test('goes to ALERT_EMAIL where a rule says so and it is set', () => {
    const rules = withRules(
      { kind: 'address', path: 'admin_email' },
      { kind: 'setting', name: 'ALERT_EMAIL' },
    )
    const settings = { alertEmail: 'ops@example.com', allowTo: null, defaultLocale: 'en' }
    expect(planned({}, { ...rules, settings })).toMatchObject({ decisions: [{ address: 'ops@example.com' }] })
    expect(planned({}, rules)).toMatchObject({
      kind: 'recorded',
      reasonText: 'Nobody to tell: the event has no admin_email; ALERT_EMAIL is not set.',
    })
  })

  test('is withheld from an address that is suppressed, and says why and since when', () => {
    const since = new Date('2026-11-20T10:00:00Z')
    const findSuppression = () => ({ reason: 'hard_bounce' as const, detail: '550 no such mailbox', since })
    expect(planned({ customer_email: 'a@example.com' }, { findSuppression })).toMatchObject({
      decisions: [
        {
          status: 'WITHHELD',
          reason: 'suppressed',
          reasonText:
            'The address is suppressed since 2026-11-20 10:00 UTC: a mail to it bounced for good (550 no such mailbox).',
        },
      ],
    })
  })

  test('is withheld from those that EMAIL_ALLOW_TO does not list', () => {
    const settings = { alertEmail: null, allowTo: ['@example.com'], defaultLocale: 'en' }
    expect(planned({ customer_email: 'a@example.com' }, { settings })).toMatchObject({
      decisions: [{ status: 'QUEUED' }],
    })
    expect(planned({ customer_email: 'a@other.org' }, { settings })).toMatchObject({
      kind: 'deliver',
      decisions: [
        { status: 'WITHHELD', reason: 'not_allowed', reasonText: expect.stringContaining('EMAIL_ALLOW_TO') },
      ],
    })
  })
})

describe('no delivery, and why', () => {
  test.each<[string, Record<string, unknown>, Partial<PlanInput>, string, string, string]>([
    [
      'no workflow',
      {},
      { workflow: null },
      'recorded',
      'no_workflow',
      'No workflow listens to “ORDER_CREATED” from api.',
    ],
    [
      'no workflow and no type',
      {},
      { workflow: null, notification: { eventType: null, source: 'kafka', data: {} } },
      'recorded',
      'no_workflow',
      'No workflow listens to events without a type from kafka.',
    ],
    [
      'no template',
      { customer_email: 'a@example.com' },
      { workflow: { ...workflow, templateVersion: null } },
      'failed',
      'no_template',
      'The workflow “order-created” names the template “order-created”, which does not exist.',
    ],
    [
      'an unknown user',
      { user_id: 'P10' },
      {},
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: the event has no customer_email; no user has the id “P10” (user_id).',
    ],
    [
      'a user without an address',
      { user_id: 'P9' },
      { findUser: () => ({ ...ada, email: null }) },
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: the event has no customer_email; the user of user_id has no e-mail address.',
    ],
    [
      'what is no address',
      { customer_email: 'a@b, c@d' },
      withRules({ kind: 'address', path: 'customer_email' }),
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: customer_email is not an e-mail address.',
    ],
    [
      'an address that no server would take',
      { customer_email: `${'a'.repeat(250)}@b.cd` },
      withRules({ kind: 'address', path: 'customer_email' }),
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: customer_email is not an e-mail address.',
    ],
    [
      'no rules',
      {},
      withRules(),
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: the workflow names no recipient.',
    ],
    [
      'no channel',
      { customer_email: 'a@example.com' },
      { workflow: { ...workflow, channels: [] } },
      'recorded',
      'no_channel',
      'The workflow “order-created” has no channel that can carry it.',
    ],
  ])('%s', (_, data, changes, kind, reason, reasonText) => {
    expect(planned(data, changes)).toMatchObject({ kind, reason, reasonText })
  })
})

test('paths are dotted, and follow only what the event itself says', () => {
  const data = { customer: { email: ' a@b.c ', id: 5 }, empty: '  ' }
  expect(textAt(data, 'customer.email')).toBe('a@b.c')
  expect(textAt(data, 'customer.id')).toBe('5')
  for (const path of ['customer', 'empty', 'customer.email.length', 'constructor.name', 'toString', 'x.y']) {
    expect(textAt(data, path)).toBeNull()
  }
})

test('users are asked for by the values that rules name', () => {
  const notification = {
    eventType: null,
    source: 'api' as const,
    data: { user_id: 'P9', customer_email: 'a@b.c' },
  }
  expect(usersWanted(notification, workflow.recipients)).toEqual(['P9'])
})

test.each<[string, string[] | null, boolean]>([
  ['a@example.com', null, true],
  ['A@Example.com', ['a@example.com'], true],
  ['a@example.com', ['@example.com'], true],
  ['a@sub.example.com', ['@example.com'], false],
  ['a@notexample.com', ['@example.com'], false],
  ['b@example.com', ['a@example.com'], false],
])('%s with EMAIL_ALLOW_TO %j: %s', (address, allowTo, allowed) => {
  expect(isAllowed(address, allowTo)).toBe(allowed)
})

describe('its time', () => {
  const hour = 60 * 60_000
  const at = (ms: number) => new Date(now.getTime() + ms)
  const timed = (times: { scheduledAt?: Date; expiresAt?: Date }) =>
    planned(
      {},
      { notification: { eventType: 'X', source: 'api', data: { customer_email: 'a@b.c' }, ...times } },
    )

  test.each<[string, { scheduledAt?: Date; expiresAt?: Date }, string, string, Date]>([
    ['in the future holds it', { scheduledAt: at(hour) }, 'HELD', 'scheduled', at(hour)],
    ['that has come lets it go', { scheduledAt: at(0) }, 'QUEUED', 'planned', now],
    ['that is long past lets it go', { scheduledAt: at(-hour) }, 'QUEUED', 'planned', now],
    ['that is over withholds it', { expiresAt: at(0) }, 'WITHHELD', 'expired', now],
    ['that is not over lets it go', { expiresAt: at(1) }, 'QUEUED', 'planned', now],
    [
      'from and until holds it',
      { scheduledAt: at(hour), expiresAt: at(2 * hour) },
      'HELD',
      'scheduled',
      at(hour),
    ],
  ])('%s', (_, times, status, reason, dueAt) => {
    expect(timed(times)).toMatchObject({
      decisions: [{ status, reason, dueAt, expiresAt: times.expiresAt ?? null }],
    })
  })

  test('is told in words', () => {
    expect(timed({ expiresAt: at(-hour) })).toMatchObject({
      decisions: [{ reasonText: 'It was not to be sent after 2026-11-20T11:00:00Z.' }],
    })
  })
})

describe('whom the source names', () => {
  const named = (addressee: string, data: Record<string, unknown> = {}) =>
    planned({}, { notification: { eventType: 'ORDER_CREATED', source: 'webhook', data, addressee } })

  test('comes before the workflow’s rules: an address, or a user', () => {
    const rules = { customer_email: 'rule@example.com' }
    expect(named('Eve@example.com', rules)).toMatchObject({ decisions: [{ address: 'Eve@example.com' }] })
    expect(named('P9', rules)).toMatchObject({
      userId: 'ada-id',
      decisions: [{ address: 'ada@example.com', locale: 'de' }],
    })
  })

  test('gives way to the rules when nobody knows them', () => {
    expect(named('P10', { customer_email: 'rule@example.com' })).toMatchObject({
      decisions: [{ address: 'rule@example.com' }],
    })
    expect(named('P10')).toMatchObject({
      kind: 'recorded',
      reasonText: expect.stringContaining('no user has the id “P10” (by the source’s mapping)'),
    })
  })

  test('is asked for with the rules', () => {
    const notification = {
      eventType: null,
      source: 'webhook' as const,
      data: { user_id: 'U' },
      addressee: 'P9',
    }
    expect(usersWanted(notification, workflow.recipients)).toEqual(['P9', 'U'])
  })
})

describe('a template asked for by its key', () => {
  const asked = (changes: Partial<PlanRequest> = {}, more: Partial<PlanInput> = {}) =>
    planned(
      {},
      {
        workflow: null,
        notification: {
          eventType: 'WELCOME',
          source: 'api',
          data: { customer_email: 'other@example.com' },
          request: {
            user: 'P9',
            channels: ['email'],
            templateKey: 'WELCOME',
            templateVersion: 3,
            templateLocale: null,
            ...changes,
          },
        },
        ...more,
      },
    )

  test('goes to that user, without a workflow', () => {
    const request = {
      workflowId: null,
      userId: 'ada-id',
      decisions: [
        {
          status: 'QUEUED',
          address: 'ada@example.com',
          userId: 'ada-id',
          templateKey: 'WELCOME',
          templateVersion: 3,
          locale: 'de',
          sender: null,
        },
      ],
    }
    expect(asked()).toMatchObject(request)
    expect(asked({}, { workflow })).toMatchObject(request)
  })

  test('is in the user’s language, else in the template’s default one', () => {
    expect(asked({ templateLocale: 'fr' })).toMatchObject({ decisions: [{ locale: 'de' }] })
    const findUser = () => ({ ...ada, language: null })
    expect(asked({ templateLocale: 'fr' }, { findUser })).toMatchObject({ decisions: [{ locale: 'fr' }] })
  })

  test('by push is withheld, since nothing carries it; by e-mail too where there is no address', () => {
    expect(asked({ channels: ['email', 'push'] })).toMatchObject({
      decisions: [
        { channel: 'email', status: 'QUEUED' },
        { channel: 'push', status: 'WITHHELD', reason: 'no_provider', address: '' },
      ],
    })
    const findUser = () => ({ ...ada, email: null })
    expect(asked({ channels: ['push', 'email'] }, { findUser })).toMatchObject({
      userId: 'ada-id',
      decisions: [
        { channel: 'push', status: 'WITHHELD' },
        { channel: 'email', status: 'WITHHELD', reason: 'no_address' },
      ],
    })
  })

  test('fails when the template or the user is gone by now', () => {
    expect(asked({ templateVersion: null })).toMatchObject({ kind: 'failed', reason: 'no_template' })
    expect(asked({ user: 'P10' })).toMatchObject({ kind: 'failed', reason: 'no_user' })
  })

  test('obeys EMAIL_ALLOW_TO', () => {
    const settings = { alertEmail: null, allowTo: ['@other.org'], defaultLocale: 'en' }
    expect(asked({}, { settings })).toMatchObject({
      decisions: [{ status: 'WITHHELD', reason: 'not_allowed' }],
    })
  })
})
