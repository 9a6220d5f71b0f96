import { expect, test } from 'vitest'
import { payloadOf } from './payload.ts'

const short = {
  title: 'Order 42',
  body: 'It comes today',
  link: 'https://x.test/',
  icon: null,
  tag: 't',
  receipt: 'r',
}
const read = (over: object) => {
  const text = payloadOf({ ...short, ...over })
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3_000)
  return JSON.parse(text) as typeof short
}

test('what is short stays as it is', () => {
  expect(read({})).toEqual(short)
})

test.each(['a', 'é', '注', '🎉', '"', '\n', '\\', '\u0001'])(
  'a long body of %j is shortened by whole characters',
  (one) => {
    const { body, ...rest } = read({ body: one.repeat(5_000) })
    expect(rest).toEqual({ ...short, body: undefined })
    expect(body.isWellFormed()).toBe(true)
    expect(body.endsWith('…')).toBe(true)
    expect(Buffer.byteLength(payloadOf({ ...short, body }))).toBeGreaterThan(one.trim() ? 2_980 : 0)
  },
)

test('a title, an icon and a link that leave no room give way', () => {
  const long = `https://x.test/${'x'.repeat(1_980)}`
  expect(read({ link: long, icon: long })).toMatchObject({ link: long, icon: null, title: short.title })
  const { title, link } = read({ title: '🎉'.repeat(3_000), link: long })
  expect(title).toMatch(/^🎉+…$/u)
  expect(link).toBeNull()
})

test('half a character is none', () => {
  expect(read({ title: 'a\ud83c', body: '\udf89b' })).toMatchObject({ title: 'a�', body: '�b' })
})
