import { describe, expect, it } from 'vitest'
import { locate, parseJsonObject, replaceString } from './json-text.ts'

const text = `{
  "customer_email": "you@example.com",
  "items": [
    { "name": "a \\"b\\" {", "price": 1 },
    { "name": "c", "price": 25 }
  ]
}`

describe('parseJsonObject', () => {
  it('gives the object', () => {
    expect(parseJsonObject('{"a": 1}')).toEqual({ ok: true, value: { a: 1 } })
  })

  it.each([
    ['{\n  "a": 1,\n  b\n}', 3],
    ['{\n  "a": "x\n}', 2],
    ['{\n  "a": 1\n', 3],
    ['', 1],
  ])('names the line of what is wrong in %j', (bad, line) => {
    expect(parseJsonObject(bad)).toMatchObject({ ok: false, line })
  })

  it('takes nothing but an object', () => {
    expect(parseJsonObject('[1]')).toMatchObject({ ok: false })
    expect(parseJsonObject('null')).toMatchObject({ ok: false })
  })
})

describe('locate', () => {
  it('finds a value by its path', () => {
    expect(locate(text, 'items[1].price')?.line).toBe(5)
    expect(locate(text, 'items[0].name')?.line).toBe(4)
  })

  it('gives what encloses a value that is not there', () => {
    expect(locate(text, 'items[1].quantity')?.line).toBe(5)
    expect(locate(text, 'order_id')?.line).toBe(1)
  })
})

describe('replaceString', () => {
  it('leaves all else as it was', () => {
    expect(replaceString(text, 'customer_email', 'a"b')).toBe(text.replace('you@example.com', 'a\\"b'))
  })

  it('replaces strings only', () => {
    expect(replaceString(text, 'items[0].price', 'x')).toBe(text)
    expect(replaceString(text, 'nowhere', 'x')).toBe(text)
  })
})
