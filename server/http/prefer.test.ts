import { expect, test } from 'vitest'
import { waitSeconds } from './prefer.ts'

test.each<[string | undefined, number | null]>([
  [undefined, null],
  ['', null],
  ['respond-async', null],
  ['wait=10', 10],
  ['wait=3', 3],
  ['wait=0', 0],
  ['Wait = "5"', 5],
  ['respond-async, wait=7;x=1', 7],
  ['wait=2, wait=9', 2],
  ['wait=60', 10],
  ['wait=-1', null],
  ['wait=soon', null],
  ['wait=99999999999999', null],
  ['awaiting=3', null],
])('Prefer: %s waits %s s', (header, seconds) => {
  expect(waitSeconds(header)).toBe(seconds)
})
