import { expect, test } from 'vitest'
import { wantedTopics } from './topics.ts'

const existing = ['order-events', 'order_events', 'user-events', '__internal', '_schemas']

test('all but Kafka’s own, unless told otherwise', () => {
  expect(wantedTopics(existing, null)).toEqual(['order-events', 'order_events', 'user-events', '_schemas'])
})

test('those of a list that there are, also when one is Kafka’s own', () => {
  expect(wantedTopics(existing, ['user-events', 'later', '__internal'])).toEqual([
    'user-events',
    '__internal',
  ])
})

test('those that a pattern matches', () => {
  expect(wantedTopics(existing, /^(?:order.events)$/)).toEqual(['order-events', 'order_events'])
})
