import { describe, expect, test } from 'vitest'
import { formatClock, formatDuration, formatExact, formatRelative } from './time-format.ts'

const now = Date.UTC(2026, 6, 14, 12, 0, 0)
const ago = (ms: number) => formatRelative(now - ms, now, 'UTC')

describe('relative times', () => {
  test.each([
    [0, 'just now'],
    [9_999, 'just now'],
    [12_000, '12 s ago'],
    [3 * 60_000 + 59_000, '3 min ago'],
    [2 * 3_600_000, '2 h ago'],
    [30 * 3_600_000, '1 day ago'],
    [4 * 86_400_000, '4 days ago'],
    [7 * 86_400_000, '7 Jul'],
    [400 * 86_400_000, '9 Jun 2025'],
    [-5 * 60_000, 'in 5 min'],
    [-(2 * 60 * 60_000 - 60_000), 'in 2 h'],
    [-(48 * 60 * 60_000 - 60_000), 'in 2 days'],
    [-30 * 60 * 60_000, 'in 1 day'],
    [-59_700, 'in 1 min'],
    [-(60 * 60_000 - 10_000), 'in 1 h'],
    [-(24 * 60 * 60_000 - 10 * 60_000), 'in 1 day'],
  ])('%i ms ago is “%s”', (ms, words) => {
    expect(ago(ms)).toBe(words)
  })
})

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [180, '180 ms'],
    [2_149, '2.1 s'],
    [9_999, '9.9 s'],
    [42_000, '42 s'],
    [200_000, '3 min'],
    [7_500_000, '2 h 5 min'],
    [3_600_000, '1 h'],
    [90_000_000, '1 day'],
    [200_000_000, '2 days'],
  ])('%i ms is “%s”', (ms, words) => {
    expect(formatDuration(ms)).toBe(words)
  })
})

test('exact times stand in the zone that was asked for', () => {
  expect(formatExact(now, 'Europe/Berlin')).toBe('Tue, 14 Jul 2026, 14:00:00 CEST')
  expect(formatClock(now + 204, 'Europe/Berlin', true)).toBe('14:00:00.204')
})
