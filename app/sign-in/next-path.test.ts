import { expect, test } from 'vitest'
import { nextPath } from './next-path.ts'

test.each([
  ['/admin/notifications?status=FAILED#row', '/admin/notifications?status=FAILED#row'],
  [undefined, '/admin'],
  [['/admin', '/x'], '/admin'],
  ['', '/admin'],
  ['https://evil.example/', '/admin'],
  ['//evil.example/', '/admin'],
  ['/\\evil.example/', '/admin'],
  ['/\t/evil.example/', '/admin'],
  ['/./\\/evil.example', '/admin'],
  ['/..//evil.example', '/admin'],
  ['javascript:alert(1)', '/admin'],
  ['/sign-in?next=/sign-in', '/admin'],
])('after signing in, next=%j leads to %s', (asked, path) => {
  expect(nextPath(asked)).toBe(path)
})
