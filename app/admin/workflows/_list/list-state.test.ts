import { describe, expect, test } from 'vitest'
import { isFound, isIn } from './list-state.ts'

const row = {
  name: 'Order received',
  key: 'order-created',
  eventType: 'ORDER_CREATED',
  templateKey: 'order-created',
  description: null,
  category: 'orders',
  enabled: true,
  archivedAt: null,
}

describe('the list', () => {
  test.each([
    ['', null, true],
    ['  RECEIVED order ', null, true],
    ['received invoice', null, false],
    ['', 'orders', true],
    ['', 'marketing', false],
  ])('searched for “%s” in %s: %s', (q, category, found) => {
    expect(isFound(row, { q, category })).toBe(found)
  })

  test('leaves archived ones out unless asked for', () => {
    const archived = { enabled: false, archivedAt: new Date() }
    expect([isIn(row, null), isIn(row, 'on'), isIn(row, 'off')]).toEqual([true, true, false])
    expect([isIn(archived, null), isIn(archived, 'off'), isIn(archived, 'archived')]).toEqual([
      ...[false, false, true],
    ])
  })
})
