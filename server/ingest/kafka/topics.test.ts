import { TopicsMap } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { trackTopics, wantedTopics } from './topics.ts'

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

test('a topic that is gone is let go at once, however often it was there', () => {
  const tracked = new TopicsMap()
  expect(trackTopics(tracked, new Set(['a', 'b']))).toBe(true)
  for (let i = 0; i < 3; i += 1) expect(trackTopics(tracked, new Set(['a', 'b']))).toBe(false)
  expect(trackTopics(tracked, new Set(['b', 'c']))).toBe(true)
  expect(tracked.current).toEqual(['b', 'c'])
})
