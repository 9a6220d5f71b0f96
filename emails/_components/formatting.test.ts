import { describe, expect, it } from 'vitest'
import { detailsOf } from './details.ts'
import { moment, when } from './moment.ts'
import { money } from './money.ts'
import { readSlot, timeRange } from './slot.ts'
import { label, paragraphs, safeUrl, shorten, show, word } from './text.ts'

const berlin = { timezone: 'Europe/Berlin', locale: 'de' }

describe('a time', () => {
  it.each([
    ['2026-07-14T09:30:00+02:00', berlin, 'Tuesday, 14 July 2026 at 09:30 CEST'],
    ['2026-07-14T07:30Z', berlin, 'Tuesday, 14 July 2026 at 09:30 CEST'],
    ['2026-01-14T07:30Z', berlin, 'Wednesday, 14 January 2026 at 08:30 CET'],
    ['2026-07-14T23:30:00.123Z', { timezone: 'Asia/Kolkata' }, 'Wednesday, 15 July 2026 at 05:00 GMT+5:30'],
    [
      '2026-07-14T07:30Z',
      { timezone: 'America/New_York', locale: 'en-US' },
      'Tuesday, July 14, 2026 at 3:30 AM EDT',
    ],
    ['2026-07-14T09:30:00+02:00', null, 'Tuesday, 14 July 2026 at 09:30 GMT+2'],
    ['2026-07-14T09:30:00-0330', undefined, 'Tuesday, 14 July 2026 at 09:30 GMT-3:30'],
    [
      '2026-07-14T09:30Z',
      { timezone: 'Mars/Olympus', locale: 'not a locale' },
      'Tuesday, 14 July 2026 at 09:30 UTC',
    ],
    ['2026-07-14 09:30', berlin, 'Tuesday, 14 July 2026 at 09:30'],
    ['2026-07-14', { timezone: 'America/New_York' }, 'Tuesday, 14 July 2026'],
  ])('%s for %j is told as %s', (sent, recipient, told) => {
    expect(when(sent, recipient)).toBe(told)
  })

  it.each(['tomorrow', '2026-02-31', '2026-13-01', '2026-07-14T25:00Z', '2026-07-14T09:30+99:00', '123', ''])(
    '%s is shown as it was sent',
    (sent) => {
      expect(moment(sent, berlin)).toBeUndefined()
      expect(when(sent, berlin)).toBe(sent)
    },
  )
})

describe('an amount', () => {
  it.each([
    [184.5, 'EUR', '€184.50'],
    ['184.50', 'eur', '€184.50'],
    [599, undefined, '599'],
    [599.5, null, '599.50'],
    [1200, 'JPY', 'JP¥1,200'],
    [12, 'XYZ', '12 XYZ'],
    ['9007199254740993.25', 'EUR', '€9,007,199,254,740,993.25'],
    ['a lot', 'EUR', 'a lot EUR'],
    [0, 'EUR', '€0.00'],
    [-5, 'EUR', '-€5.00'],
    [null, 'EUR', ''],
    [Number.NaN, 'EUR', ''],
  ])('%s %s is told as %s', (amount, currency, told) => {
    expect(money(amount, currency, { locale: 'en-GB' })).toBe(told)
  })
})

describe('an appointment’s slot', () => {
  it.each([
    [{ start: '2026-07-14T09:30:00+02:00', end: '2026-07-14T10:00:00+02:00' }, '09:30 – 10:00 CEST'],
    [{ startTime: '2026-07-14T09:30:00', endTime: '2026-07-14T10:00:00' }, '09:30 – 10:00'],
    [{ date: '2026-07-14', start_time: '9:30', end_time: '10:00' }, '09:30 – 10:00'],
    [{ date: '2026-07-14', time: '09:30' }, '09:30'],
    [{ start: '2026-07-14T23:30Z', end: '2026-07-15T00:30Z' }, '01:30 – 02:30 CEST'],
    [{ start: '2026-07-14T21:30Z', end: '2026-07-14T22:30Z' }, '23:30 – Wednesday 15 July at 00:30 CEST'],
    [{ date: '2026-07-14' }, ''],
  ])('%j lasts %s', (slot, range) => {
    const found = readSlot(slot, null, { timezone: 'Europe/Berlin' })
    expect(timeRange(found)).toBe(range)
    expect(found.rest).toEqual([])
  })

  it('takes place, doctor and link from slot or metadata, and leaves every other field to the table', () => {
    const slot = { start: 'next Tuesday', location: { name: 'Clinic', city: 'Berlin' }, room: 4 }
    const metadata = {
      doctorName: 'Dr Weber',
      join_url: 'https://meet.example/1',
      url: 'javascript:alert(1)',
      room: 5,
    }
    expect(readSlot(slot, metadata, null)).toEqual({
      start: undefined,
      end: undefined,
      startText: 'next Tuesday',
      previous: undefined,
      location: 'Clinic, Berlin',
      doctor: 'Dr Weber',
      link: 'https://meet.example/1',
      rest: [
        { label: 'Room', value: '4' },
        { label: 'URL', value: 'javascript:alert(1)' },
        { label: 'Room', value: '5' },
      ],
    })
  })
})

it('lists an object of any shape by the paths of its fields', () => {
  const rows = detailsOf(
    [
      {
        a_b: { c: 1, d: [1, 2] },
        list: [{ x: 'y' }],
        none: null,
        empty: '',
        yes: true,
        page: 'https://example.com/a',
      },
    ],
    null,
  )
  expect(rows).toEqual([
    { label: 'A b · C', value: '1' },
    { label: 'A b · D', value: '1, 2' },
    { label: 'List · 1 · X', value: 'y' },
    { label: 'Yes', value: 'Yes' },
    { label: 'Page', value: 'https://example.com/a', href: 'https://example.com/a' },
  ])
})

it('links only to absolute https, http, mailto and tel addresses', () => {
  const safe = ['https://example.com/a?b=c#d', 'http://example.com', 'mailto:a@example.com', 'tel:+491234']
  for (const url of safe) expect(safeUrl(url)).toBe(url)
  const unsafe = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    '/path',
    '//host',
    '',
    5,
  ]
  for (const url of unsafe) expect(safeUrl(url)).toBeUndefined()
})

it('turns what callers send into readable text', () => {
  expect(show(' a\r\n\tb\u202e\u0000 ')).toBe('a b')
  expect([show(0), show(false), show(null), show({}), show(Number.NaN)]).toEqual(['0', 'No', '', '', ''])
  expect(shorten('a👍b', 3)).toBe('a…')
  expect([label('doctorName'), label('appointment_id'), label('SKU'), label('start-time')]).toEqual([
    'Doctor name',
    'Appointment ID',
    'SKU',
    'Start time',
  ])
  expect([word('PAYMENT_FAILED'), word('paid'), word('Mixed Case 1')]).toEqual([
    'Payment failed',
    'Paid',
    'Mixed Case 1',
  ])
  expect(paragraphs('a\nb\r\n\r\nc\n \n')).toEqual([['a', 'b'], ['c']])
})
