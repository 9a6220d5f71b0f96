import { expect, test } from 'vitest'
import { loadListState } from './filters.ts'
import { notificationsHref } from './href.ts'

test('the address names the filters of the list', () => {
  expect(notificationsHref({})).toBe('/admin/notifications')
  expect(
    notificationsHref({ statuses: ['PARTIAL', 'UNKNOWN'], from: new Date('2026-07-14T12:00:00Z') }),
  ).toBe('/admin/notifications?status=PARTIAL,UNKNOWN&from=2026-07-14T12:00:00.000Z')
})

test('a type is one, whatever characters it has', () => {
  const href = notificationsHref({ type: 'a,b & c', time: '30d', statuses: ['FAILED'] })
  expect(loadListState(new URL(href, 'http://localhost').searchParams)).toMatchObject({
    ...{ type: ['a,b & c'], time: '30d', status: ['FAILED'] },
  })
})
