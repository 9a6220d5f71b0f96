import { expect, test } from 'vitest'
import { changed, type Preferences, type PreferencesChange, undoing } from './changed.ts'

const before: Preferences = {
  emailEnabled: true,
  pushEnabled: false,
  quietHoursStart: '22:00',
  quietHoursEnd: '07:00',
  categories: { orders: { email: false, push: true }, product: { push: false } },
}

test.each<[string, PreferencesChange, Partial<Preferences>]>([
  ['a channel', { emailEnabled: false }, { emailEnabled: false }],
  [
    'one choice, the other one stays',
    { categories: { orders: { email: true } } },
    { categories: { ...before.categories, orders: { email: true, push: true } } },
  ],
  [
    'a choice that is taken away',
    { categories: { orders: { push: null } } },
    { categories: { ...before.categories, orders: { email: false } } },
  ],
  [
    'a category that nothing was chosen of',
    { categories: { marketing: { email: true } } },
    { categories: { ...before.categories, marketing: { email: true } } },
  ],
  [
    'quiet hours',
    { quietHours: { start: '20:00', end: '06:30' } },
    { quietHoursStart: '20:00', quietHoursEnd: '06:30' },
  ],
  ['no quiet hours', { quietHours: null }, { quietHoursStart: null, quietHoursEnd: null }],
])('%s is changed, and nothing else', (_, change, after) => {
  expect(changed(before, change)).toEqual({ ...before, ...after })
})

test.each<[string, PreferencesChange]>([
  ['a channel', { pushEnabled: true }],
  ['a choice', { categories: { orders: { email: true }, product: { push: null } } }],
  ['quiet hours', { quietHours: null }],
])('%s is taken back as it was', (_, change) => {
  expect(changed(changed(before, change), undoing(before, change))).toEqual(before)
})

test('a first choice is taken back to the default', () => {
  expect(undoing(before, { categories: { marketing: { email: true } } })).toEqual({
    categories: { marketing: { email: null } },
  })
})

test('nobody who unsubscribed is subscribed by a change and its undoing', () => {
  expect(undoing(before, { categories: { marketing: { email: true, push: true } } }, ['marketing'])).toEqual({
    categories: { marketing: { email: false, push: null } },
  })
})
