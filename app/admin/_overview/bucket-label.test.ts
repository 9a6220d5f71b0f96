import { expect, it } from 'vitest'
import { bucketLabel } from './bucket-label.ts'

const hour = { from: new Date('2026-07-14T12:00:00Z'), to: new Date('2026-07-14T13:00:00Z') }

it('names hours and days in the zone', () => {
  expect(bucketLabel(hour, '24h', 'Europe/Berlin')).toEqual({
    short: '14:00',
    long: 'Tue 14 Jul, 14:00–15:00',
  })
  expect(bucketLabel(hour, '24h', 'Asia/Kolkata').short).toBe('17:30')
  const day = { from: new Date('2026-07-13T22:00:00Z'), to: new Date('2026-07-14T22:00:00Z') }
  expect(bucketLabel(day, '7d', 'Europe/Berlin')).toEqual({ short: 'Tue 14', long: 'Tue 14 Jul' })
})
