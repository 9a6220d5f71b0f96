import { describe, expect, test } from 'vitest'
import type { Preferences } from '#server/preferences/preferences.ts'
import { chose, type Given, noHistory, noon, planned } from '#server/testing/planning.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const at = (ms: number) => new Date(noon.getTime() + ms)
const decisions = (given: Given) => {
  const made = planned(given)
  if (made.kind !== 'deliver') throw new Error(made.reasonText)
  return made.decisions
}
/** Noon in UTC is 13:00 in Berlin, where Ada is. */
const quiet = (start = '12:00', end = '14:30'): { preferences: Preferences } => ({
  preferences: chose({ quietHoursStart: start, quietHoursEnd: end }),
})
const end = new Date('2026-11-20T13:30:00Z')

describe('its time', () => {
  const timed = (notification: NonNullable<Given['notification']>, given: Given = {}) =>
    decisions({ notification, ...given })
  test.each<[string, NonNullable<Given['notification']>, string, string, Date]>([
    ['in the future holds it', { scheduledAt: at(HOUR) }, 'HELD', 'scheduled', at(HOUR)],
    ['that has come lets it go', { scheduledAt: at(0) }, 'QUEUED', 'planned', noon],
    ['that is long past lets it go', { scheduledAt: at(-HOUR) }, 'QUEUED', 'planned', noon],
    ['that is over withholds it', { expiresAt: at(0) }, 'WITHHELD', 'expired', noon],
    ['that is not over lets it go', { expiresAt: at(1) }, 'QUEUED', 'planned', noon],
    [
      'from and until holds it',
      { scheduledAt: at(HOUR), expiresAt: at(2 * HOUR) },
      'HELD',
      'scheduled',
      at(HOUR),
    ],
  ])('%s', (_, times, status, reason, dueAt) => {
    expect(timed(times)).toMatchObject([{ status, reason, dueAt, expiresAt: times.expiresAt ?? null }])
  })

  test('is told in words', () => {
    expect(timed({ expiresAt: at(-HOUR) })).toMatchObject([
      { reasonText: 'It was not to be sent after 2026-11-20 12:00 (Europe/Berlin).' },
    ])
    expect(timed({ expiresAt: at(-9_500) })).toMatchObject([
      { reasonText: 'It was not to be sent after 2026-11-20 12:59:50 (Europe/Berlin).' },
    ])
    expect(timed({ scheduledAt: at(HOUR) })).toMatchObject([
      { reasonText: 'Held until 2026-11-20 14:00 (Europe/Berlin), the time that was asked for.' },
    ])
    expect(timed({ expiresAt: at(HOUR) }, { user: quiet() })).toMatchObject([
      {
        status: 'WITHHELD',
        reason: 'expired',
        reasonText:
          'It was not to be sent after 2026-11-20 14:00 (Europe/Berlin). It could go at 2026-11-20 14:30 (Europe/Berlin) at the earliest.',
      },
    ])
  })

  test('is later by the workflow’s delay, from when it was accepted', () => {
    const workflow = { delayS: 3600 }
    expect(timed({ acceptedAt: at(-10 * MINUTE) }, { workflow })).toMatchObject([
      {
        status: 'HELD',
        reason: 'delayed',
        dueAt: at(50 * MINUTE),
        reasonText: expect.stringContaining('1 hour'),
      },
    ])
    expect(timed({ acceptedAt: at(-2 * HOUR) }, { workflow })).toMatchObject([{ status: 'QUEUED' }])
    expect(timed({ scheduledAt: at(2 * HOUR) }, { workflow })).toMatchObject([
      { reason: 'scheduled', dueAt: at(2 * HOUR) },
    ])
  })
})

describe('quiet hours', () => {
  test('hold it until they end', () => {
    expect(decisions({ user: quiet() })).toMatchObject([
      {
        status: 'HELD',
        reason: 'quiet_hours',
        dueAt: end,
        reasonText: 'Held until 2026-11-20 14:30 (Europe/Berlin), when the recipient’s quiet hours end.',
      },
    ])
  })
  test('hold what would come to be due in them', () => {
    const user = quiet('14:00', '14:30')
    expect(decisions({ user })).toMatchObject([{ status: 'QUEUED' }])
    expect(decisions({ user, notification: { scheduledAt: at(70 * MINUTE) } })).toMatchObject([
      { reason: 'quiet_hours', dueAt: end },
    ])
  })
  test('do not hold what is critical', () => {
    expect(decisions({ user: quiet(), workflow: { critical: true } })).toMatchObject([
      { status: 'QUEUED', critical: true },
    ])
    expect(decisions({ user: quiet(), category: { critical: true } })).toMatchObject([
      { status: 'QUEUED', critical: true },
    ])
    expect(decisions({ user: quiet(), category: { required: true } })).toMatchObject([{ status: 'HELD' }])
  })
  test('of a user without a zone are in that of the settings', () => {
    expect(decisions({ user: { ...quiet(), timezone: null } })).toMatchObject([
      { dueAt: new Date('2026-11-20T14:30:00Z') },
    ])
  })
})

describe('a digest', () => {
  const windowed = { digest: { until: 'window' as const, windowS: 3600 } }
  const untilQuiet = { digest: { until: 'quiet_hours_end' as const } }
  const open = (dueAt: Date) => ({ history: { ...noHistory, openDigest: () => ({ dueAt }) } })

  test('collects for its window, and then until quiet hours end', () => {
    expect(decisions({ workflow: windowed })).toMatchObject([
      { status: 'HELD', reason: 'digest', digest: true, dueAt: at(HOUR) },
    ])
    expect(decisions({ workflow: windowed, user: quiet() })).toMatchObject([{ reason: 'digest', dueAt: end }])
  })
  test('that is open is joined', () => {
    expect(decisions({ workflow: windowed, ...open(at(5 * MINUTE)) })).toMatchObject([
      { reason: 'digest', digest: true, dueAt: at(5 * MINUTE) },
    ])
  })
  test.each([
    [
      'before the event may go',
      { notification: { scheduledAt: at(10 * MINUTE) } },
      at(5 * MINUTE),
      at(70 * MINUTE),
    ],
    ['more than a window after one of its own', {}, at(2 * HOUR + 1), at(HOUR)],
    ['in quiet hours', { user: quiet('13:01', '13:30') }, at(5 * MINUTE), at(HOUR)],
    ['already', {}, at(0), at(HOUR)],
  ])('that is due %s is not for it', (_, given: Given, due, own) => {
    expect(decisions({ workflow: windowed, ...given, ...open(due) })).toMatchObject([
      { digest: true, dueAt: own },
    ])
  })
  test('that another planner opened, whose clock is ahead, is joined', () => {
    expect(decisions({ workflow: windowed, ...open(at(HOUR + 5)) })).toMatchObject([{ dueAt: at(HOUR + 5) }])
  })
  test('until quiet hours end sends at once outside of them', () => {
    expect(decisions({ workflow: untilQuiet, user: quiet() })).toMatchObject([
      { reason: 'digest', digest: true, dueAt: end },
    ])
    expect(decisions({ workflow: untilQuiet })).toMatchObject([{ status: 'QUEUED', digest: false }])
  })
  test('has nothing that is critical', () => {
    expect(decisions({ workflow: { ...windowed, critical: true } })).toMatchObject([
      { status: 'QUEUED', digest: false },
    ])
  })
})

describe('channels in order', () => {
  const workflow = {
    channels: ['push' as const, 'email' as const],
    fallback: { afterS: 600, unless: 'seen' as const },
  }
  const pushEndpoints = ['https://push.example/a', 'https://push.example/b']

  test('wait for the one before', () => {
    expect(decisions({ workflow, user: { pushEndpoints } })).toMatchObject([
      { channel: 'push', status: 'QUEUED', fallback: null },
      { channel: 'push', status: 'QUEUED', fallback: null },
      {
        channel: 'email',
        status: 'HELD',
        reason: 'fallback',
        dueAt: at(10 * MINUTE),
        fallback: { of: [0, 1], unless: 'seen', afterS: 600 },
      },
    ])
  })
  test('begin with the first that is not withheld', () => {
    expect(decisions({ workflow })).toMatchObject([
      { channel: 'push', status: 'WITHHELD', reason: 'no_address' },
      { channel: 'email', status: 'QUEUED', fallback: null },
    ])
  })
  test('wait for quiet hours, too', () => {
    expect(decisions({ workflow, user: { pushEndpoints, ...quiet('13:05', '14:30') } })).toMatchObject([
      { status: 'QUEUED' },
      { status: 'QUEUED' },
      { status: 'HELD', reason: 'fallback', dueAt: end },
    ])
    expect(decisions({ workflow, user: { pushEndpoints, ...quiet() } })).toMatchObject([
      { reason: 'quiet_hours', dueAt: end },
      { reason: 'quiet_hours', dueAt: end },
      { reason: 'fallback', dueAt: new Date(end.getTime() + 10 * MINUTE) },
    ])
  })
  test.each<[Given['workflow'], Given['user'], Date]>([
    [{ digest: { until: 'window', windowS: 3600 } }, {}, at(HOUR)],
    [{ digest: { until: 'quiet_hours_end' } }, quiet(), end],
  ])('stand in for a digest of %j with one of the same events', (digest, user, due) => {
    const collected = { workflow: { ...workflow, ...digest }, user: { pushEndpoints, ...user } }
    const standIn = { digest: true, reason: 'fallback', dueAt: new Date(due.getTime() + 10 * MINUTE) }
    const expected = [{ digest: true, dueAt: due }, { digest: true, dueAt: due }, standIn]
    expect(decisions(collected)).toMatchObject(expected)
    // A minute later, for the next event.
    const openDigest = (...[, , { standsIn }]: [string, string, { standsIn: boolean }]) => ({
      dueAt: standsIn ? standIn.dueAt : due,
    })
    const now = at(MINUTE)
    expect(decisions({ ...collected, now, history: { ...noHistory, openDigest } })).toMatchObject(expected)
  })
})
