import { describe, expect, test } from 'vitest'
import { inQuietHours, quietHoursEnd } from './quiet-hours.ts'

const night = { start: '22:00', end: '08:00' }
const ends = (at: string, zone: string, hours = night) =>
  quietHoursEnd(hours, zone, new Date(at)).toISOString().replace('.000Z', 'Z')

describe('quiet hours', () => {
  test.each([
    ['2026-11-20T20:59:59.999Z', false],
    ['2026-11-20T21:00:00Z', true],
    ['2026-11-21T00:00:00Z', true],
    ['2026-11-21T06:59:59.999Z', true],
    ['2026-11-21T07:00:00Z', false],
  ])('over midnight in Berlin hold at %s: %s', (at, inside) => {
    expect(inQuietHours(night, 'Europe/Berlin', new Date(at))).toBe(inside)
  })

  test.each<[string, string, string, { start: string; end: string }, string]>([
    ['the next morning', '2026-11-20T22:30:00Z', 'Europe/Berlin', night, '2026-11-21T07:00:00Z'],
    ['at once outside of them', '2026-11-20T12:00:00Z', 'Europe/Berlin', night, '2026-11-20T12:00:00Z'],
    [
      'an hour earlier where the clock leaps forward',
      '2026-03-28T22:00:00Z',
      'Europe/Berlin',
      night,
      '2026-03-29T06:00:00Z',
    ],
    [
      'an hour later where it goes back',
      '2026-10-24T21:00:00Z',
      'Europe/Berlin',
      night,
      '2026-10-25T07:00:00Z',
    ],
    [
      'when the gap ends that their end is in',
      '2026-03-29T00:10:00Z',
      'Europe/Berlin',
      { start: '01:00', end: '02:30' },
      '2026-03-29T01:00:00Z',
    ],
    [
      'at the first 02:30 of two',
      '2026-10-25T00:10:00Z',
      'Europe/Berlin',
      { start: '01:00', end: '02:30' },
      '2026-10-25T00:30:00Z',
    ],
    [
      'and hold again in the hour that comes twice',
      '2026-10-25T01:10:00Z',
      'Europe/Berlin',
      { start: '01:00', end: '02:30' },
      '2026-10-25T01:30:00Z',
    ],
    [
      'after the hour that comes twice, where they end with it',
      '2026-10-25T00:10:00Z',
      'Europe/Berlin',
      { start: '01:00', end: '03:00' },
      '2026-10-25T02:00:00Z',
    ],
    ['in zones of half hours', '2026-11-20T20:00:00Z', 'Asia/Kolkata', night, '2026-11-21T02:30:00Z'],
    ['in zones of quarters', '2026-11-20T20:00:00Z', 'Asia/Kathmandu', night, '2026-11-21T02:15:00Z'],
    [
      'where summer time is half an hour: spring',
      '2026-10-03T12:00:00Z',
      'Australia/Lord_Howe',
      night,
      '2026-10-03T21:00:00Z',
    ],
    ['and autumn', '2026-04-04T12:00:00Z', 'Australia/Lord_Howe', night, '2026-04-04T21:30:00Z'],
    [
      'when the gap ends that swallows midnight',
      '2026-04-23T21:30:00Z',
      'Africa/Cairo',
      { start: '23:00', end: '00:30' },
      '2026-04-23T22:00:00Z',
    ],
    [
      'and where midnight comes twice',
      '2026-10-29T20:30:00Z',
      'Africa/Cairo',
      { start: '23:00', end: '00:00' },
      '2026-10-29T22:00:00Z',
    ],
    ['where a day was skipped', '2011-12-30T09:00:00Z', 'Pacific/Apia', night, '2011-12-30T18:00:00Z'],
    [
      'of a zone that nobody knows as in UTC',
      '2026-11-20T22:30:00Z',
      'Mars/Base',
      night,
      '2026-11-21T08:00:00Z',
    ],
  ])('end %s', (_, at, zone, hours, end) => {
    expect(ends(at, zone, hours)).toBe(end)
  })

  test('that begin when they end are none', () => {
    expect(inQuietHours({ start: '08:00', end: '08:00' }, 'UTC', new Date('2026-11-20T08:00:00Z'))).toBe(
      false,
    )
  })
})
