import { expect, test } from 'vitest'
import { reportAge } from './report-age.ts'

const current = { lockVersion: 7, saved: true, asked: 7, checked: 7 }

test('a run is of the draft as it is, of an older one, or of what somebody else has saved since', () => {
  expect(reportAge(current)).toBe('current')
  expect(reportAge({ ...current, saved: false })).toBe('older')
  expect(reportAge({ ...current, lockVersion: 8 })).toBe('older')
  expect(reportAge({ ...current, checked: 8 })).toBe('overtaken')
  // What was published or discarded meanwhile counts anew.
  expect(reportAge({ ...current, checked: -3 })).toBe('overtaken')
  // A save came in before the run that was asked for: it is of that one, and a run for it is on its way.
  expect(reportAge({ ...current, lockVersion: 8, checked: 8 })).toBe('older')
})
