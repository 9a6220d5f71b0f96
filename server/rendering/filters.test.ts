import { describe, expect, test } from 'vitest'
import type { Compiled, Filter } from '#server/templates/compile/format.ts'
import { renderCompiled } from './compiled.ts'
import { textOf } from './filters.ts'

const write = (value: string | number, filter: Filter, locale = 'en', timezone: string | null = null) =>
  textOf(value, filter, { locale, timezone }, () => undefined)
const money = (currency: string): Filter => ({ name: 'money', currency })

describe('a filter writes', () => {
  test.each<[string | number, Filter, string, string]>([
    [1234567.891, { name: 'number' }, 'en', '1,234,567.891'],
    [1234567.5, { name: 'number' }, 'de', '1.234.567,5'],
    ['12345678901234567890.12', { name: 'number' }, 'en', '12,345,678,901,234,567,890.12'],
    ['about 5', { name: 'number' }, 'en', 'about 5'],
    [1234.5, money('EUR'), 'de', '1.234,50\u00a0€'],
    ['1234.5', money('eur'), 'en', '€1,234.50'],
    [1234.5, money('JPY'), 'ja', '￥1,235'],
    [7, money('points'), 'en', '7.00 points'],
    [7, money(''), 'en', '7.00'],
    ['free', money('EUR'), 'en', 'free'],
    ['straße', { name: 'upper' }, 'de', 'STRASSE'],
    ['ISTANBUL', { name: 'lower' }, 'tr', 'ıstanbul'],
    ['2026-07-14', { name: 'date' }, 'en', 'Jul 14, 2026'],
    ['2026-07-14', { name: 'date', style: 'long' }, 'de', '14. Juli 2026'],
    ['2026-07-14', { name: 'date', style: 'short' }, 'en-GB', '14/07/2026'],
    ['2026-02-31', { name: 'date' }, 'en', '2026-02-31'],
    ['soon', { name: 'datetime' }, 'en', 'soon'],
    ['2026-07-14', { name: 'time' }, 'en', '2026-07-14'],
    ['2026-07-14T09:30:00', { name: 'time' }, 'de', '09:30'],
  ])('%s %o %s', (value, filter, locale, expected) => {
    expect(write(value, filter, locale)).toBe(expected)
  })

  test('moments in the recipient’s time zone, and those without an offset as they are', () => {
    const at = (value: string, timezone: string | null) => write(value, { name: 'datetime' }, 'de', timezone)
    expect(at('2026-07-14T22:30:00Z', 'Europe/Berlin')).toBe('15.07.2026, 00:30')
    expect(at('2026-07-14T22:30:00+0200', 'America/New_York')).toBe('14.07.2026, 16:30')
    expect(at('2026-07-14T22:30:00.123Z', null)).toBe('14.07.2026, 22:30')
    expect(at('2026-07-14T22:30Z', 'Nowhere/Else')).toBe('14.07.2026, 22:30')
    expect(at('2026-07-14T22:30:00', 'Europe/Berlin')).toBe('14.07.2026, 22:30')
    expect(at('1784068200000', 'Europe/Berlin')).toBe('15.07.2026, 00:30')
  })
})

describe('in a mail', () => {
  const items = { each: ['items'], as: 'item' }
  const price = { value: ['item', 'price'], context: 'html' as const }
  const compiled: Compiled = {
    format: 1,
    subject: [],
    html: [
      {
        ...items,
        body: [
          { ...price, filter: { name: 'money', currency: ['item', 'currency'] }, fallback: 'free' },
          ' ',
          { value: ['item', 'name'], context: 'html', filter: { name: 'upper' } },
          ';',
        ],
      },
      { each: ['tags'], as: 'tag', body: [{ value: ['tag'], context: 'html' }, ','] },
    ],
    text: [],
  }

  test('a currency can come from the same item, a fallback is written as it is, and an item can be a text', () => {
    const data = {
      items: [
        { price: '5', currency: 'EUR', name: '<a' },
        { price: 5, currency: 'USD', name: 'b' },
        { name: 'c' },
      ],
      tags: ['x', 2],
    }
    const mail = renderCompiled(compiled, { data, builtIn: {} }, { locale: 'en', timezone: null })
    expect('html' in mail && mail.html).toBe('€5.00 &lt;A;$5.00 B;free C;x,2,')
  })
})

describe('a condition', () => {
  const when = (condition: { is?: string | number | boolean; not?: true }, x: unknown) => {
    const text = [{ if: ['x'], ...condition, body: ['yes'], else: ['no'] }]
    const mail = renderCompiled({ format: 1, subject: [], html: [], text }, { data: { x }, builtIn: {} })
    return 'text' in mail && mail.text
  }

  test('holds when the value is what it is compared with, as a value or as its text', () => {
    expect(when({ is: 'paid' }, 'paid')).toBe('yes')
    expect(when({ is: 'paid' }, 'open')).toBe('no')
    expect(when({ is: 3 }, '3')).toBe('yes')
    expect(when({ is: true }, true)).toBe('yes')
    expect(when({ is: false }, undefined)).toBe('no')
    expect(when({ is: 'a' }, ['a'])).toBe('no')
    expect(when({ is: 'paid', not: true }, 'open')).toBe('yes')
    expect(when({ not: true }, [])).toBe('yes')
    expect(when({}, 'x')).toBe('yes')
  })
})
