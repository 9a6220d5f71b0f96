import { describe, expect, test } from 'vitest'
import { type NormalisedIds, normalise } from './normalise.ts'

const names: Record<keyof NormalisedIds, string[]> = {
  eventType: ['event_type', 'type', 'event_name', 'event', 'name', 'action'],
  customerId: ['customer_id', 'user_id', 'client_id', 'buyer_id', 'patient_id'],
  runnerId: ['runner_id', 'courier_id', 'driver_id'],
  orderId: ['order_id', 'order'],
  correlationId: ['correlation_id', 'trace_id', 'request_id', 'saga_id'],
  sourceService: ['source_service', 'service', 'source', 'producer'],
}

const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const spellings: Record<string, (name: string) => string> = {
  snake_case: (name) => name,
  camelCase: (name) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  'kebab-case': (name) => name.replaceAll('_', '-'),
  PascalCase: (name) => name.split('_').map(upper).join(''),
}

const table = (Object.keys(names) as (keyof NormalisedIds)[]).flatMap((field) =>
  names[field].flatMap((name) =>
    Object.values(spellings).map((spell): [string, keyof NormalisedIds] => [spell(name), field]),
  ),
)

describe.each(table)('%s is the %s', (name, field) => {
  test('at the top and in each container', () => {
    expect(normalise({ [name]: 'x1' })[field]).toBe('x1')
    for (const container of [
      'data',
      'payload',
      'event',
      'metadata',
      'Data',
      'Payload',
      'Event',
      'Metadata',
    ]) {
      expect(normalise({ [container]: { [name]: 'x1' } })[field]).toBe('x1')
    }
  })
})

test('each name gives way to the ones before it, in whatever order they come', () => {
  for (const [field, list] of Object.entries(names)) {
    const all = list.map((name) => [name, name])
    for (const i of all.keys()) {
      const payload = Object.fromEntries(all.slice(i).reverse())
      expect(normalise(payload)[field as keyof NormalisedIds]).toBe(list[i])
    }
  }
})

test('the containers are looked through in their order, each only for what is still missing', () => {
  const payload = {
    metadata: { order_id: 'm', customer_id: 'm', runner_id: 'm' },
    event: { order_id: 'e', customer_id: 'e', runner_id: 'e' },
    payload: { order_id: 'p', customer_id: 'p' },
    data: { order_id: 'd' },
  }
  expect(normalise(payload)).toMatchObject({ orderId: 'd', customerId: 'p', runnerId: 'e' })
})

test.each([{ order: { id: 5 } }, { Order: { id: '5' } }, { data: { order: { Id: 5 } } }])(
  'an order that is an object is known by its id: %j',
  (payload) => {
    expect(normalise(payload).orderId).toBe('5')
  },
)

test('the first name wins, and the top level before the containers', () => {
  expect(normalise({ user_id: 'u', customer_id: 'c' }).customerId).toBe('c')
  expect(normalise({ user_id: 'u', data: { customer_id: 'c' } }).customerId).toBe('u')
  expect(normalise({ metadata: { order_id: 'm' }, data: { order_id: 'd' } }).orderId).toBe('d')
})

test('an order’s scalar goes before its id, and order_id before both', () => {
  expect(normalise({ order: 7 }).orderId).toBe('7')
  expect(normalise({ order: { id: 7 }, order_id: 8 }).orderId).toBe('8')
  expect(normalise({ order: { number: 7 }, data: { order_id: 9 } }).orderId).toBe('9')
})

test('an event is a type only as text', () => {
  expect(normalise({ event: 'PAID', name: 'n' }).eventType).toBe('PAID')
  expect(normalise({ event: 5, name: 'n' }).eventType).toBe('n')
  expect(normalise({ event: { type: 'INNER' } }).eventType).toBe('INNER')
})

describe('what it came with', () => {
  const headers = new Headers({ 'correlation-id': 'h1', 'x-correlation-id': 'h2', source: 'billing' })

  test('stands in for what the body lacks', () => {
    expect(normalise({}, { headers })).toMatchObject({ correlationId: 'h1', sourceService: 'billing' })
    headers.delete('correlation-id')
    expect(normalise({}, { headers })).toMatchObject({ correlationId: 'h2' })
    const own = { data: { trace_id: 't', producer: 'p' } }
    expect(normalise(own, { headers, topic: 'order-events' })).toMatchObject({
      correlationId: 't',
      sourceService: 'p',
    })
  })

  test.each([
    ['order-events', 'order'],
    ['payment_events', 'payment'],
    ['saga-event', 'saga'],
    ['prod.user.events', 'prod.user'],
    ['audit', 'audit'],
    ['events', 'events'],
    ['-events', '-events'],
  ])('the topic %s tells of the service %s', (topic, service) => {
    expect(normalise({}, { topic }).sourceService).toBe(service)
    expect(normalise({}, { topic, headers: new Map([['source', 'billing']]) }).sourceService).toBe('billing')
  })
})

test('numbers become strings; what is empty, a list, an object or a truth is passed over', () => {
  expect(normalise({ order_id: 0 }).orderId).toBe('0')
  expect(normalise({ customer_id: '', user_id: 7 }).customerId).toBe('7')
  expect(normalise({ customer_id: [1], user_id: { a: 1 }, client_id: true }).customerId).toBeNull()
  expect(normalise({ event: { order_id: 1 } }).eventType).toBeNull()
})

test('what is too long for an index is no id', () => {
  expect(normalise({ order_id: 'x'.repeat(501), data: { order_id: '5' } }).orderId).toBe('5')
})

test('a status is payload, and nothing is found in nothing', () => {
  const nothing = {
    eventType: null,
    customerId: null,
    runnerId: null,
    orderId: null,
    correlationId: null,
    sourceService: null,
  }
  expect(normalise({ status: 'paid', data: [] })).toEqual(nothing)
})
