import { expect, test } from 'vitest'
import { categoryFinder } from '#server/categories/find.ts'
import { renderInput } from './content.ts'
import type { LeasedDelivery } from './store.ts'

const delivery = (user: Pick<LeasedDelivery, 'user_id' | 'user_timezone'>): LeasedDelivery => ({
  id: 'd',
  notification_id: 'n',
  trace_id: 't',
  workflow_id: null,
  channel: 'email',
  address: 'ada@example.com',
  template_key: 'order-created',
  template_version: 1,
  locale: 'en',
  sender: null,
  reply_to: null,
  tries_used: 0,
  attempt_count: 0,
  expires_at: null,
  category: categoryFinder([])('orders'),
  critical: false,
  fallback: null,
  is_digest: false,
  suppressed: null,
  preferences: null,
  is_opted_out: false,
  look: '- - -',
  retry: null,
  push: null,
  subscription: null,
  doubtful_at: null,
  waiting_since: '2026-11-20T00:00:00Z',
  event_type: 'ORDER_CREATED',
  source: 'api',
  payload: { type: 'ORDER_CREATED', data: { order_id: '1' } },
  user_name: null,
  user_email: null,
  items: null,
  content: null,
  ...user,
})

test.each([
  ["a user's own", { user_id: 'u', user_timezone: 'Asia/Kolkata' }, 'Asia/Kolkata'],
  ['the default of a user who has none', { user_id: 'u', user_timezone: null }, 'Europe/Berlin'],
  ['nothing known of somebody who is no user', { user_id: null, user_timezone: null }, null],
])('the time zone to render in: %s', (_name, user, expected) => {
  expect(renderInput(delivery(user), 'Europe/Berlin').recipient.timezone).toBe(expected)
})
