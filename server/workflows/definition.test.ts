import { describe, expect, test } from 'vitest'
import { parse } from '#server/parse.ts'
import { type WorkflowDefinitionInput, workflowDefinition } from './schemas.ts'

const plain: WorkflowDefinitionInput = {
  name: 'Order received',
  eventType: 'ORDER_CREATED',
  sources: ['api', 'webhook:shop'],
  category: 'orders',
  channels: ['email'],
  templateKey: 'order-created',
  recipients: [{ kind: 'address', path: 'customer_email' }],
  retry: { delaysS: [300], onUnknown: 'ask' },
}
const issuesOf = (part: object) => {
  try {
    parse(workflowDefinition, { ...plain, ...part })
    return []
  } catch (error) {
    return (error as { issues: { path: string; message: string }[] }).issues.map(({ path }) => path)
  }
}

test('what is left out is off', () => {
  expect(parse(workflowDefinition, plain)).toEqual({
    ...plain,
    ...{ description: null, sender: null, replyTo: null, critical: false, conditions: null, delayS: null },
    ...{ throttle: null, duplicates: null, digest: null, fallback: null, push: null },
  })
})

test.each<[object, string]>([
  [{ name: ' ' }, 'name'],
  [{ eventType: 'A\u0000B' }, 'eventType'],
  [{ sources: ['dashboard'] }, 'sources[0]'],
  [{ sources: ['api', 'api'] }, 'sources'],
  [{ category: 'two words' }, 'category'],
  [{ channels: [] }, 'channels'],
  [{ channels: ['email', 'email'] }, 'channels'],
  [{ channels: ['sms'] }, 'channels[0]'],
  [{ recipients: [] }, 'recipients'],
  [{ recipients: [{ kind: 'address', path: 'a..b' }] }, 'recipients[0].path'],
  [{ recipients: [{ kind: 'setting', name: 'APP_SECRET' }] }, 'recipients[0].name'],
  [{ sender: 'Shop <shop@example.com>\r\nBcc: x@example.com' }, 'sender'],
  [{ sender: 'nobody' }, 'sender'],
  [{ retry: { delaysS: [0], onUnknown: 'ask' } }, 'retry.delaysS[0]'],
  [{ retry: { delaysS: Array(21).fill(60), onUnknown: 'ask' } }, 'retry.delaysS'],
  [{ delayS: 31 * 86_400 }, 'delayS'],
  [{ delayS: 1.5 }, 'delayS'],
  [{ throttle: { max: 0, perS: 3600 } }, 'throttle.max'],
  [{ duplicates: { windowS: 8 * 86_400 } }, 'duplicates.windowS'],
  [{ digest: { until: 'window', windowS: 5 } }, 'digest.windowS'],
  [{ conditions: { match: 'all', rules: [] } }, 'conditions.rules'],
  [
    { conditions: { match: 'all', rules: [{ path: 'a', op: 'in', value: [] }] } },
    'conditions.rules[0].value',
  ],
  [
    { conditions: { match: 'all', rules: [{ path: 'a', op: 'gt', value: '' }] } },
    'conditions.rules[0].value',
  ],
  [{ conditions: { match: 'all', rules: [{ path: 'a[0]', op: 'exists' }] } }, 'conditions.rules[0].path'],
  [{ push: { ttlS: 60, urgency: 'normal', topic: 'two words' } }, 'push.topic'],
])('%j is refused, naming %s', (part, path) => {
  expect(issuesOf(part)).toEqual([path])
})

describe('channels one after the other', () => {
  const fallback = { afterS: 600, unless: 'seen' }
  test('need a second one', () => {
    expect(issuesOf({ fallback })).toEqual(['fallback'])
    expect(issuesOf({ fallback, channels: ['push', 'email'] })).toEqual([])
  })
  test('do not go with a digest', () => {
    expect(issuesOf({ fallback, channels: ['push', 'email'], digest: { until: 'quiet_hours_end' } })).toEqual(
      ['fallback'],
    )
  })
})
