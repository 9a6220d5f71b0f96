import { describe, expect, test } from 'vitest'
import type { RecipientRule } from '#server/db/schema/workflows.ts'
import { type Given, planned, workflow } from '#server/testing/planning.ts'
import { isAllowed, notAllowed } from './allow-list.ts'

const now = new Date('2026-11-20T12:00:00Z')
const withRules = (...recipients: RecipientRule[]): Given => ({ workflow: { recipients } })
const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }

describe('a delivery', () => {
  test('to an address of the event has all that sending needs', () => {
    expect(planned({ data: { customer_email: 'Bob@Example.com' } })).toMatchObject({
      kind: 'deliver',
      workflowId: 'w',
      workflowVersion: 2,
      userId: null,
      recipient: expect.stringMatching(/^[0-9a-f]{64}$/),
      remember: null,
      decisions: [
        {
          status: 'QUEUED',
          channel: 'email',
          address: 'Bob@Example.com',
          userId: null,
          category: 'orders',
          critical: false,
          templateKey: 'order-created',
          templateVersion: 4,
          locale: 'en',
          sender: 'Shop <shop@example.com>',
          replyTo: 'help@example.com',
          dueAt: now,
          expiresAt: null,
          fallback: null,
          digest: false,
          reason: 'planned',
          reasonText: 'By the workflow “order-created”.',
        },
      ],
    })
  })

  test('to a user takes their address and language', () => {
    expect(planned()).toMatchObject({
      userId: 'ada-id',
      recipient: 'ada-id',
      decisions: [{ address: 'ada@example.com', userId: 'ada-id', locale: 'de' }],
    })
  })

  test('to an address that is some user’s is that user’s', () => {
    expect(planned({ data: { customer_email: 'Ada@Example.com' } })).toMatchObject({
      userId: 'ada-id',
      decisions: [{ address: 'Ada@Example.com', userId: 'ada-id', locale: 'de' }],
    })
  })

  test('goes by the first rule that yields an address', () => {
    const data = { customer_email: 'bob@example.com', user_id: 'P9' }
    expect(planned({ data })).toMatchObject({ decisions: [{ address: 'bob@example.com' }] })
    const turned = withRules(...workflow.recipients.toReversed())
    expect(planned({ data, ...turned })).toMatchObject({ decisions: [{ address: 'ada@example.com' }] })
    expect(planned({ data: { customer_email: 'not one', user_id: 'P9' } })).toMatchObject({
      decisions: [{ address: 'ada@example.com' }],
    })
  })

  test('goes to ALERT_EMAIL where a rule says so and it is set', () => {
    const rules = withRules(
      { kind: 'address', path: 'admin_email' },
      { kind: 'setting', name: 'ALERT_EMAIL' },
    )
    const set = { ...settings, alertEmail: 'ops@example.com' }
    expect(planned({ ...rules, settings: set })).toMatchObject({
      decisions: [{ address: 'ops@example.com' }],
    })
    expect(planned(rules)).toMatchObject({
      kind: 'recorded',
      reasonText: 'Nobody to tell: the event has no admin_email; ALERT_EMAIL is not set.',
    })
  })

  test('is withheld from an address that is suppressed, and says why and since when', () => {
    const since = new Date('2026-11-20T10:00:00Z')
    const findSuppression = () => ({ reason: 'hard_bounce' as const, detail: '550 <a@b.c> is gone', since })
    const made = planned({ findSuppression })
    expect(made).toMatchObject({
      decisions: [
        {
          status: 'WITHHELD',
          reason: 'suppressed',
          reasonText:
            'Suppressed: a mail to the address bounced for good (550 <a@b.c> is gone), since 2026-11-20 10:00 UTC.',
        },
      ],
    })
    expect(JSON.stringify(made.steps)).not.toContain('@')
  })

  test('on push goes to whom EMAIL_ALLOW_TO lists, by their e-mail', () => {
    const push = (email: string | null) =>
      notAllowed({ channel: 'push', address: 'https://push.example/1', userEmail: email }, ['@example.com'])
    expect(push('ada@example.com')).toBeNull()
    expect(push('eve@other.org')).toContain('EMAIL_ALLOW_TO')
    expect(push(null)).toContain('EMAIL_ALLOW_TO')
  })

  test('is withheld from those that EMAIL_ALLOW_TO does not list', () => {
    const only = (allowTo: string[]) => planned({ settings: { ...settings, allowTo } })
    expect(only(['@example.com'])).toMatchObject({ decisions: [{ status: 'QUEUED' }] })
    expect(only(['@other.org'])).toMatchObject({
      kind: 'deliver',
      decisions: [
        { status: 'WITHHELD', reason: 'not_allowed', reasonText: expect.stringContaining('EMAIL_ALLOW_TO') },
      ],
    })
  })
})

describe('no delivery, and why', () => {
  test.each<[string, Given, string, string, string]>([
    [
      'no workflow',
      { workflow: null },
      'recorded',
      'no_workflow',
      'No workflow listens to “ORDER_CREATED” from api.',
    ],
    [
      'no workflow and no type',
      { workflow: null, notification: { eventType: null, source: 'kafka' } },
      'recorded',
      'no_workflow',
      'No workflow listens to events without a type from kafka.',
    ],
    [
      'no template',
      { workflow: { template: null } },
      'failed',
      'no_template',
      'The workflow “order-created” names the template “order-created”, which does not exist.',
    ],
    [
      'an unknown user',
      { data: { user_id: 'P10' } },
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: the event has no customer_email; no user has the id “P10” (user_id).',
    ],
    [
      'a user without an address',
      { user: { email: null } },
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: the event has no customer_email; the user of user_id has no e-mail address.',
    ],
    [
      'what is no address',
      { data: { customer_email: 'a@b, c@d' }, ...withRules({ kind: 'address', path: 'customer_email' }) },
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: customer_email is not an e-mail address.',
    ],
    [
      'an address that no server would take',
      {
        data: { customer_email: `${'a'.repeat(250)}@b.cd` },
        ...withRules({ kind: 'address', path: 'customer_email' }),
      },
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: customer_email is not an e-mail address.',
    ],
    [
      'no rules',
      withRules(),
      'recorded',
      'nobody_to_tell',
      'Nobody to tell: the workflow names no recipient.',
    ],
    [
      'no channel',
      { workflow: { channels: [] } },
      'recorded',
      'no_channel',
      'The workflow “order-created” has no channel that can carry it.',
    ],
  ])('%s', (_, given, kind, reason, reasonText) => {
    const made = planned(given)
    expect(made).toMatchObject({ kind, reason, reasonText })
    expect(made.steps.at(-1)).toMatchObject({ code: reason, outcome: 'ended' })
  })

  test('what stands where an id should is not kept', () => {
    const made = planned({ data: { user_id: 'somebody@example.com' } })
    expect(made).toMatchObject({ reasonText: expect.stringContaining('somebody@example.com') })
    expect(JSON.stringify(made.steps)).not.toContain('somebody')
  })
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

describe('whom the source names', () => {
  const named = (addressee: string, data: Record<string, unknown> = {}) =>
    planned({ data, notification: { source: 'webhook', addressee } })

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
})

describe('whom somebody put in their place by hand', () => {
  test('is asked alone', () => {
    const data = { customer_email: 'rule@example.com' }
    expect(planned({ data, notification: { instead: 'P9' } })).toMatchObject({ userId: 'ada-id' })
    expect(planned({ data, notification: { instead: 'eve@example.com' } })).toMatchObject({
      userId: null,
      decisions: [{ address: 'eve@example.com' }],
    })
    const { steps } = planned({ data, notification: { instead: 'P9' } })
    expect(steps).toContainEqual(expect.objectContaining({ text: 'It is for a user, by your choice.' }))
  })
})
