import { expect, it } from 'vitest'
import { asDecided } from './decided.ts'
import type { ExplainedDelivery, Explanation } from './types.ts'

const at = new Date('2026-07-14T21:30:00Z')
const until = '2026-07-15T06:00:00Z'
const email: ExplainedDelivery = {
  ...{ id: 'd1', channel: 'email', address: 'ada@example.com', status: 'SENT', dueAt: at },
  ...{ reason: 'smtp_550', reasonText: '550 no mailbox', category: 'orders', critical: false },
  template: { key: 'order', version: 1, locale: 'de', wordsIn: 'de' },
  ...{ provider: 'smtp', sender: null, fallbackOf: [], digest: false },
}
const push: ExplainedDelivery = {
  ...email,
  id: 'd2',
  channel: 'push',
  status: 'WITHHELD',
  reason: 'channel_off',
}
const explanation: Explanation = {
  ...{ at, outcome: 'deliver', reason: null, workflow: null, user: null },
  steps: [
    { code: 'quiet_hours', outcome: 'held', text: 'Held until 08:00.', channel: 'email', until },
    { code: 'channel_off', outcome: 'withheld', text: 'Push is off.', channel: 'push' },
  ],
  deliveries: [email, push],
}

it('tells how deliveries were decided, whatever became of them', () => {
  expect(asDecided(explanation).deliveries).toMatchObject([
    { status: 'HELD', dueAt: new Date(until), reasonText: 'Held until 08:00.' },
    { status: 'WITHHELD', reasonText: '550 no mailbox' },
  ])
})

it('takes what was withheld only later as made', () => {
  const later = { ...push, reason: 'category_off' }
  const steps = [
    { code: 'planned', outcome: 'passed', text: 'It goes out at once.', channel: 'push' },
  ] as const
  expect(asDecided({ ...explanation, steps: [...steps], deliveries: [later] }).deliveries).toMatchObject([
    { status: 'QUEUED', reasonText: 'It goes out at once.', dueAt: at },
  ])
})

it('leaves what kept no steps as it is', () => {
  const old = { ...explanation, steps: [] }
  expect(asDecided(old)).toBe(old)
})
