import { expect, test } from 'vitest'
import { emptyDefinition } from '../../_words/empty.ts'
import { firstSource, pathsOf, sampleOf } from './sample.ts'

const workflow = emptyDefinition({
  name: 'Order',
  eventType: 'ORDER_CREATED',
  templateKey: 'order',
  category: 'orders',
})

test('the example is an event that the workflow takes', () => {
  const conditions = {
    match: 'all' as const,
    rules: [
      { path: 'order_total', op: 'gt' as const, value: 100 },
      { path: 'items.0.sku', op: 'exists' as const },
      { path: 'currency', op: 'in' as const, value: ['EUR', 'CHF'] },
      { path: 'coupon', op: 'missing' as const },
    ],
  }
  const data = {
    customer_email: 'you@example.com',
    order_total: 101,
    items: [{ sku: 'something' }],
    currency: 'EUR',
  }
  expect(sampleOf({ ...workflow, conditions }, 'api')).toEqual({ type: 'ORDER_CREATED', data })
  expect(sampleOf({ ...workflow, conditions }, 'webhook')).toEqual({ event_type: 'ORDER_CREATED', ...data })
})

test('the example of a type that is known has what its callers send, as far as the conditions let it', () => {
  const usual = {
    customer_email: 'you@example.com',
    order_id: '123',
    order_total: 599,
    coupon: 'X',
    ship: { to: 'DE' },
  }
  const rules = [
    { path: 'order_total', op: 'lt' as const, value: 100 },
    { path: 'coupon', op: 'missing' as const },
    { path: 'ship.to', op: 'missing' as const },
    { path: 'gift.note', op: 'missing' as const },
  ]
  const conditions = { match: 'all' as const, rules }
  expect(sampleOf({ ...workflow, conditions }, 'api', usual)).toEqual({
    type: 'ORDER_CREATED',
    data: { customer_email: 'you@example.com', order_id: '123', order_total: 99, ship: {} },
  })
  expect(usual.coupon).toBe('X')
})

test('what the example has already is not made up, where it only has to be there', () => {
  const rules = ['order_total', 'ship.to', 'note', 'coupon'].map((path) => ({ path, op: 'exists' as const }))
  const usual = { order_total: 599, ship: { to: 'DE' }, note: '' }
  expect(
    sampleOf({ ...workflow, recipients: [], conditions: { match: 'all', rules } }, 'api', usual),
  ).toEqual({
    type: 'ORDER_CREATED',
    data: { order_total: 599, ship: { to: 'DE' }, note: 'something', coupon: 'something' },
  })
})

test('a path that is not finished is left out', () => {
  const recipients = [{ kind: 'address' as const, path: '' }]
  expect(sampleOf({ ...workflow, recipients }, 'api')).toEqual({ type: 'ORDER_CREATED', data: {} })
})

test('places are offered as conditions name them', () => {
  const data = { a: 1, items: [{ sku: 'x' }], 'odd.name': 1, none: null }
  expect(pathsOf({ type: 'T', data }, 'api')).toEqual(['a', 'items.0.sku', 'none'])
  expect(pathsOf(data, 'webhook')).toEqual(['a', 'items.0.sku', 'none'])
  expect(pathsOf(null, 'api')).toEqual([])
})

test('it comes by the kind that the workflow names first', () => {
  expect([firstSource([]), firstSource(['webhook:shop', 'api'])]).toEqual(['api', 'webhook'])
})
