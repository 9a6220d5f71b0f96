import { describe, expect, it } from 'vitest'
import { abilitiesOf } from './abilities.ts'

type Deliveries = Parameters<typeof abilitiesOf>[1]
const one = (status: Deliveries[number]['status'], hasContent = true, id = '1'): Deliveries[number] => ({
  id,
  channel: 'email',
  address: 'ada@example.com',
  status,
  hasContent,
})

/** What is allowed, as letters: Retry, replay as Sent, replay as of Today, Cancel. */
function letters(...args: Parameters<typeof abilitiesOf>): string {
  const { retry, replay, cancel } = abilitiesOf(...args)
  const able = [retry, replay.sent, replay.today, cancel]
  return able.map(({ allowed }, i) => (allowed ? 'RSTC'[i] : '-')).join('')
}

describe('abilitiesOf', () => {
  it('lets nothing be done with what was erased', () => {
    expect(letters('FAILED', [one('FAILED')], true)).toBe('----')
  })

  it.each([
    ['not planned', 'PENDING', [], '---C'],
    ['recorded', 'RECORDED', [], '--T-'],
    ['waiting', 'QUEUED', [one('QUEUED', false)], '---C'],
    ['held', 'SCHEDULED', [one('HELD', false)], '---C'],
    ['in a call', 'QUEUED', [one('SENDING')], '----'],
    ['sent', 'SENT', [one('SENT')], '-ST-'],
    ['failed after a try', 'FAILED', [one('FAILED')], 'RST-'],
    ['failed before any content', 'FAILED', [one('FAILED', false)], 'R-T-'],
    ['unknown', 'UNKNOWN', [one('UNKNOWN')], 'RST-'],
    ['withheld', 'WITHHELD', [one('WITHHELD', false)], '--T-'],
    [
      'failed once, then replayed and sent',
      'SENT',
      [one('FAILED', true, '1'), one('SENT', true, '2')],
      '-ST-',
    ],
  ] as const)('%s', (_, status, deliveries, expected) => {
    expect(letters(status, deliveries)).toBe(expected)
  })

  it('says why not', () => {
    expect(abilitiesOf('SENT', [one('SENT')]).retry.reason).toBe('No delivery has failed.')
    const member = { ...one('SENT', false), digestOf: '9' }
    expect(letters('SENT', [member])).toBe('--T-')
    expect(abilitiesOf('SENT', [member]).replay.sent.reason).toContain('in a digest')
    expect(abilitiesOf('QUEUED', [one('SENDING')]).cancel.reason).toBe('It is being sent just now.')
  })
})
