import { describe, expect, test } from 'vitest'
import type { Preferences } from '#server/preferences/preferences.ts'
import { chose, type Given, planned, template } from '#server/testing/planning.ts'

const since = new Date('2026-11-01T00:00:00Z')
const first = (given: Given) => {
  const made = planned(given)
  if (made.kind !== 'deliver') throw new Error(made.reasonText)
  return made.decisions[0]
}
const by = (changes: Partial<Preferences>, given: Given = {}) =>
  first({ user: { preferences: chose(changes) }, ...given })

describe('what the recipient chose', () => {
  test.each<[string, Partial<Preferences>, Given, string, string]>([
    ['all mail off', { emailEnabled: false }, {}, 'channel_off', 'The recipient switched e-mail off.'],
    [
      'the category off',
      { categories: { orders: { email: false } } },
      {},
      'category_off',
      'The recipient switched “Orders” off for e-mail.',
    ],
    [
      'nothing, of a category that is off by default',
      {},
      { category: { defaults: { email: false, push: true } } },
      'category_off',
      '“Orders” is off for e-mail unless the recipient switches it on.',
    ],
    [
      'nothing, and unsubscribed as somebody who was no user',
      { categories: { orders: { email: true } } },
      { findOptOuts: () => ['orders'] },
      'unsubscribed',
      'The recipient unsubscribed from “Orders”.',
    ],
  ])('%s', (_, changes, given, reason, reasonText) => {
    expect(by(changes, given)).toMatchObject({ status: 'WITHHELD', reason, reasonText })
    expect(by(changes, { ...given, category: { ...given.category, required: true } })).toMatchObject({
      status: 'QUEUED',
    })
  })

  test.each<[string, Partial<Preferences>, Given]>([
    ['another category off', { categories: { offers: { email: false } } }, {}],
    ['the category off for push', { categories: { orders: { push: false } } }, {}],
    ['push off', { pushEnabled: false }, {}],
    [
      'on, what is off by default',
      { categories: { orders: { email: true } } },
      { category: { defaults: { email: false, push: false } } },
    ],
    [
      'off, a category called like what every object has',
      { categories: {} },
      { workflow: { category: 'constructor' } },
    ],
    ['to unsubscribe from another', {}, { findOptOuts: () => ['offers'] }],
  ])('%s lets it go', (_, changes, given) => {
    expect(by(changes, given)).toMatchObject({ status: 'QUEUED' })
  })

  test('holds for somebody who is no user, by their address', () => {
    const data = { customer_email: 'bob@example.com' }
    expect(first({ data, findOptOuts: () => ['orders'] })).toMatchObject({ reason: 'unsubscribed' })
    expect(first({ data, category: { defaults: { email: false, push: false } } })).toMatchObject({
      reason: 'category_off',
    })
  })

  test('is obeyed by a template that was asked for, too', () => {
    const request = { user: 'P9', channels: ['email'], templateKey: 'T', category: null, template }
    expect(by({ emailEnabled: false }, { workflow: null, notification: { request } })).toMatchObject({
      reason: 'channel_off',
    })
  })
})

describe('who unsubscribed from all that is not essential', () => {
  const findSuppression = () => ({ reason: 'unsubscribed' as const, detail: null, since })
  test('gets nothing that one may unsubscribe from', () => {
    expect(first({ findSuppression, category: { unsubscribable: true } })).toMatchObject({
      status: 'WITHHELD',
      reason: 'unsubscribed',
    })
  })
  test('gets the rest', () => {
    expect(first({ findSuppression })).toMatchObject({ status: 'QUEUED' })
    expect(first({ findSuppression, category: { unsubscribable: true, required: true } })).toMatchObject({
      status: 'QUEUED',
    })
  })
})

describe('who can be reached', () => {
  const both = { channels: ['email', 'push'] as const }
  const endpoints = ['https://push.example/a', 'https://push.example/b']
  const statuses = (given: Given) => {
    const made = planned(given)
    return made.kind === 'deliver'
      ? made.decisions.map(({ channel, status, reason }) => `${channel} ${status} ${reason}`)
      : made.reason
  }

  test('by push, in each of their browsers', () => {
    const workflow = { channels: [...both.channels] }
    expect(statuses({ workflow, user: { pushEndpoints: endpoints } })).toEqual([
      'email QUEUED planned',
      'push QUEUED planned',
      'push QUEUED planned',
    ])
    expect(statuses({ workflow, user: { pushEndpoints: endpoints, email: null } })).toEqual([
      'email WITHHELD no_address',
      'push QUEUED planned',
      'push QUEUED planned',
    ])
    expect(statuses({ workflow })).toEqual(['email QUEUED planned', 'push WITHHELD no_address'])
    expect(statuses({ workflow: { channels: ['push'] } })).toEqual(['push WITHHELD no_address'])
    expect(statuses({ workflow: { channels: ['push'] }, data: { customer_email: 'b@example.com' } })).toEqual(
      ['push WITHHELD no_address'],
    )
  })

  test('is preferred to whom an earlier rule names, who can not be', () => {
    const recipients = [
      { kind: 'user' as const, path: 'user_id' },
      { kind: 'address' as const, path: 'customer_email' },
    ]
    const data = { user_id: 'P9', customer_email: 'bob@example.com' }
    const workflow = { channels: [...both.channels], recipients }
    expect(planned({ data, workflow, user: { email: null } })).toMatchObject({ userId: null })
    expect(planned({ data, workflow })).toMatchObject({ userId: 'ada-id' })
  })
})
