import { describe, expect, test } from 'vitest'
import type { Condition, Conditions } from '#server/db/schema/workflows.ts'
import { planned, workflow } from '#server/testing/planning.ts'
import { meets } from './conditions.ts'
import { textAt, valueAt } from './paths.ts'

const data = {
  order_total: 59,
  amount: '120.50',
  status: 'paid',
  vip: true,
  tags: ['new', 'gift'],
  customer: { email: 'ada@example.com', country: 'AT' },
  shipping: { by: 'air' },
  empty: '',
  nothing: null,
  day: '2026-11-20',
  long: '9007199254740993',
}
const met = (...rules: Condition[]) => meets({ match: 'all', rules }, data)

test.each<[Condition, boolean]>([
  [{ path: 'order_total', op: 'gt', value: 58 }, true],
  [{ path: 'order_total', op: 'gt', value: 59 }, false],
  [{ path: 'order_total', op: 'gte', value: 59 }, true],
  [{ path: 'amount', op: 'lt', value: 1000 }, true],
  [{ path: 'amount', op: 'lte', value: '120.5' }, true],
  [{ path: 'amount', op: 'eq', value: 120.5 }, true],
  [{ path: 'status', op: 'gt', value: 5 }, false],
  [{ path: 'status', op: 'lt', value: 5 }, false],
  [{ path: 'day', op: 'gte', value: '2026-01-01' }, true],
  [{ path: 'day', op: 'lt', value: '2026-01-01' }, false],
  [{ path: 'status', op: 'eq', value: 'paid' }, true],
  [{ path: 'status', op: 'neq', value: 'paid' }, false],
  [{ path: 'vip', op: 'eq', value: 'true' }, true],
  [{ path: 'vip', op: 'eq', value: true }, true],
  [{ path: 'long', op: 'eq', value: '9007199254740993' }, true],
  [{ path: 'long', op: 'eq', value: '9007199254740992' }, false],
  [{ path: 'customer.country', op: 'in', value: ['DE', 'AT'] }, true],
  [{ path: 'customer.country', op: 'in', value: ['DE'] }, false],
  [{ path: 'tags', op: 'contains', value: 'gift' }, true],
  [{ path: 'tags', op: 'contains', value: 'gi' }, false],
  [{ path: 'tags.0', op: 'eq', value: 'new' }, true],
  [{ path: 'tags.length', op: 'gte', value: 2 }, true],
  [{ path: 'status', op: 'contains', value: 'ai' }, true],
  [{ path: 'status', op: 'exists' }, true],
  [{ path: 'empty', op: 'exists' }, false],
  [{ path: 'nothing', op: 'missing' }, true],
  [{ path: 'constructor', op: 'exists' }, false],
  [{ path: 'customer.toString', op: 'missing' }, true],
  [{ path: 'gone.deeper', op: 'eq', value: 1 }, false],
  [{ path: 'gone', op: 'neq', value: 1 }, true],
  [{ path: 'gone', op: 'lt', value: 1 }, false],
  [{ path: 'gone', op: 'contains', value: 'a' }, false],
  [{ path: 'gone', op: 'in', value: ['a'] }, false],
])('%j: %s', (rule, holds) => {
  expect(met(rule).holds).toBe(holds)
})

test.each<[Condition, string]>([
  [{ path: 'order_total', op: 'gt', value: 100 }, 'order_total > 100: it is 59'],
  [{ path: 'status', op: 'eq', value: 'shipped' }, 'status is “shipped”: it is “paid”'],
  [{ path: 'gone', op: 'exists' }, 'gone is there: it is missing'],
  [{ path: 'status', op: 'missing' }, 'status is missing: it is there'],
  [{ path: 'gone', op: 'in', value: ['a', 'b'] }, 'gone is one of “a”, “b”: it is missing'],
  [{ path: 'tags', op: 'contains', value: 'x' }, 'tags contains “x”: it has 2 entries'],
  [{ path: 'customer', op: 'eq', value: 'x' }, 'customer is “x”: it is an object'],
  [{ path: 'shipping.by', op: 'eq', value: 'x' }, 'shipping.by is “x”: it is “air”'],
])('%j is told as %s', (rule, text) => {
  expect(met(rule).texts).toEqual([text])
})

test.each(['name.first', 'otp.digits', 'loginOtp', 'reset_token.value', 'billing_address.zip', 'pin'])(
  'what stands at %s is not told',
  (path) => {
    const data = path.split('.').reduceRight<unknown>((value, step) => ({ [step]: value }), 'K7')
    const rules: Condition[] = [{ path, op: 'eq', value: 'x' }]
    expect(meets({ match: 'all', rules }, data as Record<string, unknown>).texts).toEqual([`${path} is “x”`])
  },
)

test('nothing of a person is told', () => {
  const { texts } = met(
    { path: 'customer.email', op: 'eq', value: 'boss@example.com' },
    { path: 'customer.email', op: 'contains', value: '@other.org' },
  )
  expect(texts).toEqual(['customer.email is “…”', 'customer.email contains “…”'])
})

describe('all of them, or any', () => {
  const yes: Condition = { path: 'status', op: 'eq', value: 'paid' }
  const no: Condition = { path: 'vip', op: 'eq', value: false }
  test.each<[Conditions['match'], Condition[], boolean, number]>([
    ['all', [yes, yes], true, 2],
    ['all', [yes, no], false, 1],
    ['any', [yes, no], true, 1],
    ['any', [no, no], false, 2],
    ['all', [], true, 0],
    ['any', [], true, 0],
  ])('%s of %j: %s', (match, rules, holds, told) => {
    const found = meets({ match, rules }, data)
    expect(found.holds).toBe(holds)
    expect(found.texts).toHaveLength(told)
  })
})

describe('of several workflows', () => {
  const over = (value: number): Conditions => ({
    match: 'all',
    rules: [{ path: 'order_total', op: 'gt', value }],
  })
  const event = { ...data, user_id: 'P9' }

  test('the first takes it whose conditions hold, and the steps say why the others do not', () => {
    const workflows = [
      { ...workflow, id: 'a', key: 'large', conditions: over(100) },
      { ...workflow, id: 'b', key: 'middling', conditions: over(50) },
      { ...workflow, id: 'c', key: 'any' },
    ]
    const made = planned({ data: event, workflows })
    expect(made).toMatchObject({ kind: 'deliver', workflowId: 'b' })
    expect(made.steps.slice(0, 3)).toEqual([
      {
        code: 'condition_not_met',
        outcome: 'info',
        text: 'The workflow “Order received” (large) is passed over. Its conditions do not hold: order_total > 100: it is 59.',
      },
      {
        code: 'workflow',
        outcome: 'info',
        text: 'The workflow “Order received” (middling) takes it, version 2.',
      },
      { code: 'conditions', outcome: 'passed', text: 'Its conditions hold: order_total > 50: it is 59.' },
    ])
  })

  test('none takes it when no conditions hold', () => {
    const given = { data: event, workflow: { conditions: over(100) } }
    expect(planned(given)).toMatchObject({
      kind: 'recorded',
      workflowId: 'w',
      reason: 'condition_not_met',
      reasonText: 'No conditions hold: of the workflow “order-created” (order_total > 100: it is 59).',
    })
  })
})

test('paths are dotted, and follow only what the event itself says', () => {
  const event = { customer: { email: ' a@b.c ', id: 5 }, empty: '  ' }
  expect(textAt(event, 'customer.email')).toBe('a@b.c')
  expect(textAt(event, 'customer.id')).toBe('5')
  for (const path of ['customer', 'empty', 'customer.email.length', 'constructor.name', 'toString', 'x.y']) {
    expect(textAt(event, path)).toBeNull()
  }
  expect(valueAt(event, 'customer')).toEqual({ email: ' a@b.c ', id: 5 })
})
