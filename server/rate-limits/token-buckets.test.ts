import { expect, test } from 'vitest'
import { TokenBuckets } from './token-buckets.ts'

function buckets(replicas = 1) {
  const clock = { ms: 0, replicas }
  const made = new TokenBuckets(
    () => clock.replicas,
    () => clock.ms,
  )
  const taken = (id: string, perMinute: number, times: number) =>
    Array.from({ length: times }, () => made.take(id, perMinute)).filter((wait) => wait === 0).length
  return { clock, made, taken, take: (id: string, perMinute: number) => made.take(id, perMinute) }
}

test('a minute’s requests pass, the next one has to wait for its turn', () => {
  const { taken, take, clock } = buckets()
  expect(taken('a', 60, 100)).toBe(60)
  expect(take('a', 60)).toBe(1)
  clock.ms = 999
  expect(take('a', 60)).toBe(1)
  clock.ms = 1_000
  expect(take('a', 60)).toBe(0)
  expect(take('a', 60)).toBe(1)
})

test('it fills to the limit and no further', () => {
  const { taken, clock } = buckets()
  taken('a', 60, 60)
  clock.ms = 30_000
  expect(taken('a', 60, 100)).toBe(30)
  clock.ms = 3_600_000
  expect(taken('a', 60, 100)).toBe(60)
})

test('each has its own', () => {
  const { taken } = buckets()
  expect(taken('a', 5, 10)).toBe(5)
  expect(taken('b', 5, 10)).toBe(5)
})

test('one that is full again is forgotten, and one that is not is kept', () => {
  const { made, taken, take, clock } = buckets()
  for (let client = 0; client < 1_000; client++) take(`client ${client}`, 60)
  taken('b', 2, 2)
  expect(made.size).toBe(1_001)
  clock.ms = 59_999
  taken('c', 60, 30)
  clock.ms = 60_001
  expect(take('d', 60)).toBe(0)
  expect(made.size).toBe(2)
  expect(taken('c', 60, 100)).toBe(30)
})

test('replicas share it', () => {
  const { taken, take, clock } = buckets(3)
  expect(taken('a', 60, 100)).toBe(20)
  expect(take('a', 60)).toBe(3)
  clock.replicas = 1
  clock.ms = 60_000
  expect(taken('a', 60, 100)).toBe(60)
})

test('a limit below the number of replicas still lets one pass, and tells how long the next one takes', () => {
  const { take, clock } = buckets(4)
  expect(take('a', 1)).toBe(0)
  expect(take('a', 1)).toBe(240)
  clock.ms = 240_000
  expect(take('a', 1)).toBe(0)
})

test('a limit that was raised counts from now on', () => {
  const { taken, clock } = buckets()
  expect(taken('a', 1, 2)).toBe(1)
  clock.ms = 1_000
  expect(taken('a', 600, 100)).toBe(10)
})
