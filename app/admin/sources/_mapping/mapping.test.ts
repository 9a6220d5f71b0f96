import { describe, expect, it } from 'vitest'
import { draftOf, isSame, mappingOf } from './draft.ts'
import { leavesOf } from './leaves.ts'

describe('the leaves of a payload', () => {
  it('are its texts and numbers, the outermost first', () => {
    const payload = { items: [{ sku: 'A', 'odd.name': 1 }], id: 7, ok: true, none: null, order: { id: 'x' } }
    expect(leavesOf(payload, 100)).toEqual([
      { path: 'id', text: '7' },
      { path: 'order.id', text: 'x' },
      { path: 'items[0].sku', text: 'A' },
      { path: 'items[0]["odd.name"]', text: '1' },
    ])
  })

  it('are no more than asked for', () => {
    expect(leavesOf({ list: Array.from({ length: 5000 }, (_, n) => n) }, 50)).toHaveLength(50)
    const deep = Array.from({ length: 500 }).reduce<unknown>((inner) => ({ inner, at: 1 }), {})
    expect(leavesOf(deep, 50)).toHaveLength(50)
  })
})

describe('a draft of a mapping', () => {
  it.each([
    {},
    { eventType: { path: 'kind' }, recipient: 'customer.mail' },
    { eventType: { value: 'ORDER_CREATED' }, orderId: 'order.id', sourceService: 'from' },
  ])('comes back as it was: %j', (mapping) => {
    expect(mappingOf(draftOf(mapping))).toEqual(mapping)
  })

  it('is the same whatever the order of its fields, and not when one is another', () => {
    expect(isSame({ orderId: 'a', runnerId: 'b' }, { runnerId: 'b', orderId: 'a' })).toBe(true)
    expect(isSame({ orderId: 'a' }, { orderId: 'b' })).toBe(false)
    expect(isSame({}, { eventType: { value: 'A' } })).toBe(false)
  })

  it('leaves out what is empty or only space', () => {
    expect(mappingOf({ ...draftOf({}), orderId: '  ', runnerId: ' a ' })).toEqual({ runnerId: 'a' })
  })
})
