import { expect, test } from 'vitest'
import { type DigestState, digestKey, PlanningMemory } from './memory.ts'

const now = new Date('2026-06-01T12:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const email = { channel: 'email' as const, address: 'ada@example.com' }
const push = (name: string) => ({ channel: 'push' as const, address: `https://push.example.com/${name}` })

const open = (changes: Partial<DigestState> = {}): DigestState => ({
  ...digestKey('w', 'ada', email),
  ...{ deliveryId: 'first', dueAt: later(60), count: 1, closed: false },
  ...changes,
})

test('counts and finds what was planned since, not before', () => {
  const mark = (notificationId: string, at: Date, fingerprint: string | null = null) => ({
    ...{ workflowId: 'w', recipient: 'ada', notificationId, fingerprint, at },
  })
  const memory = new PlanningMemory([mark('a', later(-60), 'same'), mark('b', later(-30))], [])
  memory.remember({ ...mark('c', now, 'same'), expiresAt: later(60) })
  expect(memory.countSince('w', 'ada', later(-61))).toBe(3)
  expect(memory.countSince('w', 'ada', later(-60))).toBe(2)
  expect(memory.countSince('w', 'bob', later(-61))).toBe(0)
  expect(memory.duplicateSince('w', 'ada', 'same', later(-61))?.notificationId).toBe('c')
  expect(memory.duplicateSince('w', 'ada', 'other', later(-61))).toBeNull()
  expect(memory.added.map(({ notificationId }) => notificationId)).toEqual(['c'])
})

test.each([
  ['collects', {}, true],
  ['is closed', { closed: true }, false],
  ['is full', { count: 1_000 }, false],
  ['is due', { dueAt: now }, false],
])('a digest that %s', (_, changes, joins) => {
  const memory = new PlanningMemory([], [open(changes)])
  const found = memory.openDigest('w', 'ada', { channel: 'email', standsIn: false, now })
  expect(found !== null).toBe(joins)
  const dueAt = found?.dueAt ?? later(120)
  const first = memory.join(digestKey('w', 'ada', email), { id: 'new', dueAt }, now)
  expect(first).toBe(joins ? 'first' : 'new')
})

test('who is due at another time opens the next, which others join', () => {
  const memory = new PlanningMemory([], [open()])
  const key = digestKey('w', 'ada', email)
  expect(memory.join(key, { id: 'b', dueAt: later(90) }, now)).toBe('b')
  expect(memory.join(key, { id: 'c', dueAt: later(90) }, now)).toBe('b')
  expect([...memory.changed.values()]).toMatchObject([{ deliveryId: 'b', count: 2, dueAt: later(90) }])
})

test('each browser has its own, all due with the first', () => {
  const memory = new PlanningMemory([], [open({ ...digestKey('w', 'ada', push('a')) })])
  expect(memory.openDigest('w', 'ada', { channel: 'push', standsIn: false, now })?.dueAt).toEqual(later(60))
  expect(memory.openDigest('w', 'ada', { channel: 'email', standsIn: false, now })).toBeNull()
  const due = { dueAt: later(60) }
  expect(memory.join(digestKey('w', 'ada', push('a')), { id: 'x', ...due }, now)).toBe('first')
  expect(memory.join(digestKey('w', 'ada', push('b')), { id: 'y', ...due }, now)).toBe('y')
})

test('what stands in for another channel is never collected with what does not', () => {
  const standIn = digestKey('w', 'ada', { ...email, fallback: {} })
  const memory = new PlanningMemory([], [open(standIn)])
  const openFor = (standsIn: boolean) =>
    memory.openDigest('w', 'ada', { channel: 'email', standsIn, now })?.dueAt
  expect([openFor(true), openFor(false)]).toEqual([later(60), undefined])
  expect(memory.join(digestKey('w', 'ada', email), { id: 'x', dueAt: later(60) }, now)).toBe('x')
  expect(memory.join(standIn, { id: 'y', dueAt: later(60) }, now)).toBe('first')
})
