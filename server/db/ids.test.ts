import { expect, test } from 'vitest'
import { idBounds, idTime, lowestId, newId } from './ids.ts'

test('ids are in order, and tell their time', () => {
  const ids = Array.from({ length: 5000 }, () => newId())
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length)
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const at = new Date('2026-11-20T12:00:00.123Z')
  expect(idTime(newId(at))).toEqual(at)
})

test('the lowest of an instant is below all of it, and above all before it', () => {
  const at = new Date('2026-11-20T12:00:00.000Z')
  const lowest = lowestId(at)
  expect(newId(at) > lowest).toBe(true)
  expect(newId(new Date(at.getTime() - 1)) < lowest).toBe(true)
})

test('bounds are the lowest and highest, whatever the order', () => {
  const [a, b, c] = [newId(), newId(), newId()]
  expect(idBounds([b, c, a])).toEqual({ low: a, high: c })
  expect(idBounds([b])).toEqual({ low: b, high: b })
})
