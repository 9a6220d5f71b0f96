import { describe, expect, test } from 'vitest'
import { mapperOf } from './mapping.ts'
import { parsePath, valueAt } from './paths.ts'

const order = {
  kind: 'order.paid',
  type: 'ORDER_CREATED',
  order_id: 'top',
  customer: { email: ' ada@example.com ', id: 42 },
  items: [{ sku: 'A' }, { sku: 'B', 'odd.name': 'here' }],
  data: { order: { id: 17 }, trace_id: 'T1' },
}

describe('a path', () => {
  test.each([
    ['kind', 'order.paid'],
    ['customer.id', 42],
    ['items[1].sku', 'B'],
    ['items.1.sku', 'B'],
    ['items[1]["odd.name"]', 'here'],
    ['["customer"].email', ' ada@example.com '],
    ['items[2].sku', undefined],
    ['items.length', undefined],
    ['customer.email.length', undefined],
    ['customer.toString', undefined],
    ['constructor.name', undefined],
    ['nothing', undefined],
  ])('%s finds %j', (path, value) => {
    expect(valueAt(order, parsePath(path) ?? expect.unreachable())).toBe(value)
  })

  test.each([
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    'a[',
    'a[]',
    'a[-1]',
    'a[x]',
    'a["',
    'a[""]',
    'a]',
    'a["\\x"]',
    'a b.',
  ])('%j is none', (path) => expect(parsePath(path)).toBeNull())
})

describe('a mapping', () => {
  test('reads each field where it says', () => {
    const read = mapperOf({
      eventType: { path: 'kind' },
      recipient: 'customer.email',
      customerId: 'customer.id',
      runnerId: 'items[0].sku',
      orderId: 'data.order.id',
      correlationId: 'items[1].sku',
      sourceService: 'type',
    })
    expect(read(order)).toEqual({
      eventType: 'order.paid',
      addressee: 'ada@example.com',
      ids: {
        customerId: '42',
        runnerId: 'A',
        orderId: '17',
        correlationId: 'B',
        sourceService: 'ORDER_CREATED',
      },
    })
  })

  test('leaves a field without a path to normalising, headers included, and the recipient to the workflow', () => {
    const headers = new Headers({ 'X-Correlation-Id': 'from the header', source: 'shop' })
    expect(mapperOf({})({ type: 'ORDER_CREATED', order: { id: 7 } }, headers)).toEqual({
      eventType: 'ORDER_CREATED',
      addressee: null,
      ids: {
        customerId: null,
        runnerId: null,
        orderId: '7',
        correlationId: 'from the header',
        sourceService: 'shop',
      },
    })
  })

  test('looks nowhere else than at its path', () => {
    const { eventType, ids } = mapperOf({ eventType: { path: 'what' }, orderId: 'number' })(order)
    expect({ eventType, orderId: ids.orderId }).toEqual({ eventType: null, orderId: null })
  })

  test('may give every event one type', () => {
    expect(mapperOf({ eventType: { value: 'ORDER_CREATED' } })({}).eventType).toBe('ORDER_CREATED')
  })

  test.each([
    ['an object', { id: 1 }],
    ['a list', ['x']],
    ['true', true],
    ['null', null],
    ['nothing but space', '  '],
    ['501 characters', 'x'.repeat(501)],
  ])('finds no id in %s', (_, value) => {
    expect(mapperOf({ orderId: 'id' })({ id: value }).ids.orderId).toBeNull()
  })

  test('takes no type of more than 200 characters', () => {
    const read = mapperOf({ eventType: { path: 'kind' } })
    expect(read({ kind: 'x'.repeat(200) }).eventType).toHaveLength(200)
    expect(read({ kind: 'x'.repeat(201) }).eventType).toBeNull()
    expect(mapperOf({})({ type: 'x'.repeat(201) }).eventType).toBeNull()
  })
})
