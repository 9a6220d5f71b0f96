import { expect, test } from 'vitest'
import { emptyDefinition } from '../../_words/empty.ts'
import { type Surroundings, stepsOf } from './steps.ts'

const workflow = emptyDefinition({
  name: 'Order',
  eventType: 'ORDER_CREATED',
  templateKey: 'order',
  category: 'orders',
})
const around: Surroundings = {
  categoryName: 'Orders',
  isRequired: false,
  isCritical: false,
  templateName: 'Order received',
  providers: { email: ['Resend', 'SMTP'], push: ['Web Push'] },
}
const on = (steps: ReturnType<typeof stepsOf>) => steps.filter(({ isOn }) => isOn).map(({ id }) => id)

test('a plain workflow passes the steps that always are', () => {
  const steps = stepsOf(workflow, around)
  expect(steps.map(({ id }) => id)).toEqual([
    ...['event', 'conditions', 'recipient', 'preferences', 'duplicates', 'throttle', 'delay', 'quiet_hours'],
    ...['digest', 'channels', 'template', 'provider'],
  ])
  expect(on(steps)).toEqual([
    ...['event', 'recipient', 'preferences', 'quiet_hours', 'channels', 'template', 'provider'],
  ])
  expect(steps.at(-1)).toMatchObject({
    lines: ['E-mail: Resend, then SMTP'],
    exit: 'fails for now: 3 retries, then Failed',
  })
})

test('what is set is said, and where an event goes that does not pass', () => {
  const steps = stepsOf(
    {
      ...workflow,
      conditions: {
        match: 'any',
        rules: [
          { path: 'order_total', op: 'gt', value: 100 },
          { path: 'vip', op: 'eq', value: true },
        ],
      },
      delayS: 600,
      throttle: { max: 1, perS: 86_400 },
    },
    around,
  )
  expect(steps[1]).toMatchObject({ lines: ['order_total > 100', 'or vip is true'], exit: expect.any(String) })
  expect(steps.find(({ id }) => id === 'delay')).toMatchObject({ lines: ['wait 10 minutes'], isOn: true })
  expect(steps.find(({ id }) => id === 'throttle')?.lines).toEqual(['At most 1 per day to one recipient'])
})

test('of many conditions the first are told, and how many others there are', () => {
  const rules = Array.from({ length: 40 }, (_, at) => ({ path: `p${at}`, op: 'exists' as const }))
  const { lines } = stepsOf({ ...workflow, conditions: { match: 'any', rules } }, around)[1] ?? { lines: [] }
  expect(lines).toHaveLength(6)
  expect(lines.slice(-2)).toEqual(['or p4 is there', 'or 35 more'])
})

test('a critical category lets nothing hold it back', () => {
  const steps = stepsOf(
    { ...workflow, throttle: { max: 1, perS: 60 }, digest: { until: 'quiet_hours_end' } },
    { ...around, isCritical: true, isRequired: true },
  )
  expect(on(steps)).toEqual(['event', 'recipient', 'channels', 'template', 'provider'])
})
