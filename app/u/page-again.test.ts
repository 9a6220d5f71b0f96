import { expect, test } from 'vitest'
import { pageAgain } from './page-again.ts'

const location = (...of: Parameters<typeof pageAgain>) => pageAgain(...of).headers.get('location')

test('leads back to the page by a GET', () => {
  expect(pageAgain('abc', {}).status).toBe(303)
  expect(location('abc', {})).toBe('/u/abc')
  expect(location('../a b', { done: 'save' })).toBe('/u/..%2Fa%20b?done=save')
})

test('brings what was typed, unless it is too long for an address', () => {
  const wrong = [{ path: 'quietHours.end', message: 'must differ from the start' }]
  const form = new URLSearchParams({ quiet_end: '22:00' })
  expect(location('abc', { wrong, form })).toBe('/u/abc?wrong=quietHours.end&typed=quiet_end%3D22%253A00')
  const long = new URLSearchParams({ on: 'x'.repeat(5_000) })
  expect(location('abc', { wrong, form: long })).toBe('/u/abc?wrong=quietHours.end')
})
