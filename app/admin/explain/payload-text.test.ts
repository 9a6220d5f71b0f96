import { describe, expect, it } from 'vitest'
import { payloadOf, typeIn, withType } from './payload-text.ts'

describe('payload texts', () => {
  it('are as their source posts them', () => {
    expect(payloadOf('api', 'ORDER_CREATED', { a: 1 })).toEqual({
      type: 'ORDER_CREATED',
      data: { a: 1 },
    })
    expect(payloadOf('webhook', 'ORDER_CREATED', { a: 1 })).toEqual({
      event_type: 'ORDER_CREATED',
      a: 1,
    })
  })

  it('change their type and nothing else', () => {
    const text = '{"type": "A",\n "data": {"type": "B"}}'
    expect(withType(text, 'C')).toBe('{"type": "C",\n "data": {"type": "B"}}')
    expect(typeIn(withType(text, 'C'))).toBe('C')
    expect(withType('{"data": {"type": "B"}}', 'C')).toBe('{"data": {"type": "B"}}')
    expect(withType('no json', 'C')).toBe('no json')
  })
})
