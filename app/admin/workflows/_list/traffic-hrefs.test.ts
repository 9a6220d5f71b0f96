import { expect, test } from 'vitest'
import { loadListState } from '../../notifications/filters.ts'
import { trafficHrefs } from './traffic-hrefs.ts'

const stateOf = (href = '') => loadListState(new URL(href, 'http://localhost').searchParams)

test('what was sent in part is behind both counts', () => {
  const hrefs = trafficHrefs('ORDER_CREATED')
  const ofType = { type: ['ORDER_CREATED'], time: '30d' }
  expect(stateOf(hrefs?.sent)).toMatchObject({ ...ofType, status: ['SENT', 'PARTIAL'] })
  expect(stateOf(hrefs?.failed)).toMatchObject({ ...ofType, status: ['FAILED', 'PARTIAL'] })
  expect(trafficHrefs(null)).toBeNull()
})
