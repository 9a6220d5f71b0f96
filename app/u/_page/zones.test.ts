import { expect, test } from 'vitest'
import { timezone } from '#server/users/locality.ts'
import { zonesByRegion } from './zones.ts'

const all = (chosen: string | null) => zonesByRegion(chosen).flatMap(({ zones }) => zones)

test('every zone can be saved, and is there once under the name of today', () => {
  const names = all(null).map(({ zone }) => zone)
  for (const zone of names) expect(timezone.safeParse(zone).success, zone).toBe(true)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Europe/Kyiv', 'Europe/Berlin', 'UTC']))
  expect(names).not.toContain('Asia/Calcutta')
})

test('the chosen one is there whatever it is', () => {
  expect(all('Asia/Calcutta').map(({ zone }) => zone)).toContain('Asia/Calcutta')
  expect(all('Etc/GMT+5')).toContainEqual({ zone: 'Etc/GMT+5', place: 'GMT+5' })
})

test('places are read without underscores', () => {
  expect(all(null)).toContainEqual({
    zone: 'America/Argentina/Buenos_Aires',
    place: 'Argentina, Buenos Aires',
  })
})
