import { describe, expect, test } from 'vitest'
import type { Condition } from '#server/db/schema/workflows.ts'
import { conditionWords, typedValue, withOp } from './condition-words.ts'
import { differences } from './differences.ts'
import { asCount, durationWords, perWords } from './duration.ts'
import { emptyDefinition } from './empty.ts'
import { type Part, partsOf } from './parts.ts'

const definition = emptyDefinition({
  name: 'Order',
  eventType: 'ORDER_CREATED',
  templateKey: 'order',
  category: 'orders',
})
const text = (parts: readonly Part[], path: string) =>
  parts.find((part) => part.path === path)?.lines.join(' | ')

test.each([
  [600, '10 minutes'],
  [5400, '1 hour 30 minutes'],
  [86_400, '1 day'],
  [90_061, '1 day 1 hour 1 minute 1 second'],
  [0, 'no time'],
  [Number.NaN, '…'],
])('%d s is %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words)
})

test('a rate is said by its unit where it is one', () => {
  expect([perWords(3600), perWords(7200)]).toEqual(['per hour', 'in 2 hours'])
})

test('seconds are edited in the largest unit that they fill', () => {
  expect([600, 5400, 86_400, 61, 0].map(asCount)).toEqual([
    { count: 10, unit: 60 },
    { count: 90, unit: 60 },
    { count: 1, unit: 86_400 },
    { count: 61, unit: 1 },
    { count: 0, unit: 1 },
  ])
})

describe('a condition', () => {
  test.each<[Condition, string]>([
    [{ path: 'order_total', op: 'gt', value: 100 }, 'order_total > 100'],
    [
      { path: 'currency', op: 'in', value: ['EUR', 'Swiss francs'] },
      'currency is one of EUR, “Swiss francs”',
    ],
    [{ path: 'coupon', op: 'missing' }, 'coupon is missing'],
    [{ path: '', op: 'eq', value: '' }, '… is …'],
  ])('%j reads %s', (rule, words) => {
    expect(conditionWords(rule)).toBe(words)
  })

  test('takes what was typed as what it means', () => {
    expect(['100', '1.5', '007', '12345678901234567890', 'true', 'EUR', ''].map(typedValue)).toEqual([
      ...[100, 1.5, '007', '12345678901234567890', true, 'EUR', ''],
    ])
  })

  test('keeps its value through another comparison', () => {
    const listed = withOp({ path: 'a', op: 'eq', value: 'x' }, 'in')
    expect(listed).toEqual({ path: 'a', op: 'in', value: ['x'] })
    expect(withOp(listed, 'neq')).toEqual({ path: 'a', op: 'neq', value: 'x' })
    expect(withOp(listed, 'exists')).toEqual({ path: 'a', op: 'exists' })
  })
})

describe('a workflow in words', () => {
  test('says of each field what it does', () => {
    const parts = partsOf({
      ...definition,
      sources: ['api', 'webhook:shop'],
      channels: ['push', 'email'],
      fallback: { afterS: 600, unless: 'seen' },
      conditions: {
        match: 'any',
        rules: [
          { path: 'a', op: 'exists' },
          { path: 'b', op: 'missing' },
        ],
      },
      throttle: { max: 3, perS: 3600 },
      delayS: 60,
    })
    expect(text(parts, 'sources')).toBe('API | Webhook “shop”')
    expect(text(parts, 'channels')).toBe('1. Push | 2. E-mail')
    expect(text(parts, 'fallback')).toBe('The next channel after 10 minutes, unless it was seen')
    expect(text(parts, 'conditions')).toBe('Any of: | a is there | b is missing')
    expect(text(parts, 'throttle')).toBe('At most 3 per hour to one recipient')
    expect(text(parts, 'delayS')).toBe('1 minute')
    expect(text(parts, 'digest')).toBe('Off')
  })

  test('of two versions tells what differs alone', () => {
    expect(differences(definition, definition)).toEqual([])
    expect(differences(definition, { ...definition, delayS: 600, channels: ['email', 'push'] })).toEqual([
      { path: 'channels', label: 'Channels', before: ['E-mail'], after: ['E-mail', 'Push'] },
      { path: 'delayS', label: 'Delay', before: ['Off'], after: ['10 minutes'] },
    ])
  })
})
