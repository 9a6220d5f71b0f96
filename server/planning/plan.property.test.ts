import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { ada, chose } from '#server/testing/planning.ts'
import { changesOf2026, planInputs, quietHours, zones } from '#server/testing/planning-arbitraries.ts'
import { plan } from './plan.ts'
import type { QuietHours } from './quiet-hours.ts'
import { planReasons } from './reasons.ts'
import type { Decision, Plan, PlanInput } from './types.ts'
import { quietHoursOf } from './wanted.ts'

// A failure prints its seed and its smallest case; `{ seed, path }` beside `numRuns` repeats it.

// A second each, where nothing else runs beside them.
vi.setConfig({ testTimeout: 60_000 })

const RUNS = 3_000
/** Reasons that others give: sending, and reading what came by SQL. */
const ELSEWHERE: readonly string[] = ['fallback_not_needed', 'bad_data', 'bug']

const holds = (property: (input: PlanInput, made: Plan) => void, numRuns = RUNS) =>
  fc.assert(
    fc.property(planInputs, (input) => property(input, plan(input))),
    { numRuns },
  )
const decisionsOf = (made: Plan): Decision[] => (made.kind === 'deliver' ? made.decisions : [])

const clocks = new Map<string, Intl.DateTimeFormat>()
/** As a clock on the wall shows it, by Intl. */
function clockAt(zone: string, at: Date): string {
  let format = clocks.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(zone, format)
  }
  return format.format(at)
}

/** Whether it is in the quiet hours of whom it goes to. */
function isQuiet(input: PlanInput, { userId }: Decision, at: Date): boolean {
  const user = userId === null ? null : input.findUser(userId)
  const hours = quietHoursOf(user?.preferences ?? null)
  if (!user || !hours) return false
  const clock = clockAt(user.timezone ?? input.settings.defaultTimezone, at)
  return hours.start <= hours.end
    ? clock >= hours.start && clock < hours.end
    : clock >= hours.start || clock < hours.end
}

describe('whatever comes', () => {
  test('comes in every way: each reason is met', () => {
    const met = new Set<string>()
    for (const input of fc.sample(planInputs, { numRuns: RUNS, seed: 5 })) {
      const made = plan(input)
      if (made.kind !== 'deliver') met.add(made.reason)
      for (const { reason } of decisionsOf(made)) met.add(reason)
    }
    expect([...met].sort()).toEqual(planReasons.filter((reason) => !ELSEWHERE.includes(reason)).sort())
  })

  test('nothing is sent in quiet hours unless it is critical', () => {
    holds((input, made) => {
      for (const decision of decisionsOf(made)) {
        if (decision.status !== 'QUEUED' || decision.critical) continue
        expect(isQuiet(input, decision, decision.dueAt)).toBe(false)
      }
    })
  })

  test('what is held is due after now, and outside of quiet hours', () => {
    holds((input, made) => {
      for (const decision of decisionsOf(made)) {
        if (decision.status !== 'HELD') {
          expect(decision.dueAt).toEqual(input.now)
          continue
        }
        expect(decision.dueAt.getTime()).toBeGreaterThan(input.now.getTime())
        if (!decision.critical) expect(isQuiet(input, decision, decision.dueAt)).toBe(false)
      }
    })
  })

  test('nothing is dropped in silence: each candidate ends as a delivery or a reason', () => {
    holds((input, made) => {
      expect(made.steps.length).toBeGreaterThan(0)
      if (made.kind !== 'deliver') {
        expect(made.reasonText).not.toBe('')
        expect(made.steps.at(-1)).toMatchObject({ code: made.reason, outcome: 'ended' })
        return
      }
      const workflow = input.workflows.find(({ id }) => id === made.workflowId)
      const on = workflow?.channels ?? input.notification.request?.channels ?? []
      const user = made.userId === null ? null : input.findUser(made.userId)
      const places = on.flatMap((channel) => {
        const subscribed = channel === 'push' ? (user?.pushEndpoints ?? []) : []
        return subscribed.length > 0 ? subscribed.map((address) => `push ${address}`) : [channel]
      })
      const judged = made.decisions.map(({ channel, address }) =>
        channel === 'push' && address ? `push ${address}` : channel,
      )
      expect(judged).toEqual(places)
      for (const { status, reason, reasonText, channel } of made.decisions) {
        expect(reasonText).not.toBe('')
        expect(reason === 'planned').toBe(status === 'QUEUED')
        if (status === 'WITHHELD') {
          expect(made.steps.some((step) => step.channel === channel && step.outcome === 'withheld')).toBe(
            true,
          )
        }
      }
    })
  })

  test('nothing goes before its time, nor after', () => {
    holds((input, made) => {
      const { scheduledAt, expiresAt, acceptedAt } = input.notification
      for (const { status, dueAt } of decisionsOf(made)) {
        if (status === 'WITHHELD') continue
        if (expiresAt) expect(dueAt.getTime()).toBeLessThan(expiresAt.getTime())
        if (scheduledAt) expect(dueAt.getTime()).toBeGreaterThanOrEqual(scheduledAt.getTime())
        const workflow = input.workflows.find(({ id }) => id === made.workflowId)
        const delayed = acceptedAt.getTime() + (workflow?.delayS ?? 0) * 1_000
        expect(dueAt.getTime()).toBeGreaterThanOrEqual(delayed)
      }
    })
  })

  test('the same comes of the same, and what was given stays as it was', () => {
    holds((input, made) => {
      const before = structuredClone({ ...input.notification, workflows: input.workflows })
      expect(plan(input)).toEqual(made)
      expect({ ...input.notification, workflows: input.workflows }).toEqual(before)
    }, 1_000)
  })

  test('steps name no address, nor anybody', () => {
    holds((_, { steps }) => {
      for (const { text, code, outcome } of steps) {
        expect(text).not.toMatch(/@|https:|\bAda\b/)
        expect(text).toMatch(/\.$/)
        expect(code && outcome).toBeTruthy()
      }
    })
  })

  test('what waits for others waits for some that go', () => {
    holds((_, made) => {
      const all = decisionsOf(made)
      for (const [place, { fallback, dueAt, status }] of all.entries()) {
        if (!fallback || status === 'WITHHELD') continue
        expect(fallback.of.length).toBeGreaterThan(0)
        for (const other of fallback.of) {
          expect(other).toBeLessThan(place)
          expect(all[other]?.status).not.toBe('WITHHELD')
          expect(dueAt.getTime()).toBeGreaterThan(all[other]?.dueAt.getTime() ?? 0)
        }
      }
    })
  })
})

const NO_CHANGE = Date.parse('2026-06-01T00:00:00Z')

/** The same for somebody in that zone, with these quiet hours, at that moment. */
function ordersOf(any: PlanInput, zone: string, quiet: QuietHours, now: Date): PlanInput {
  const preferences = chose({ quietHoursStart: quiet.start, quietHoursEnd: quiet.end })
  const there = { ...ada, timezone: zone, preferences, pushEndpoints: ['https://push.example/a'] }
  return {
    ...any,
    now,
    notification: { ...any.notification, acceptedAt: now, scheduledAt: null, expiresAt: null },
    findUser: () => there,
    findUserByEmail: () => there,
  }
}

test('quiet hours are kept in every zone, across each change of its clock in 2026', () => {
  fc.assert(
    fc.property(planInputs, quietHours, fc.nat({ max: 95 }), (any, quiet, quarter) => {
      for (const zone of zones) {
        const changes = changesOf2026(zone)
        for (const change of changes.length > 0 ? changes : [NO_CHANGE]) {
          const input = ordersOf(any, zone, quiet, new Date(change + (quarter - 48) * 15 * 60_000))
          for (const decision of decisionsOf(plan(input))) {
            if (decision.status === 'WITHHELD' || decision.critical) continue
            const { dueAt } = decision
            const told = () => `${zone} at ${input.now.toISOString()}: ${dueAt.toISOString()}`
            if (decision.status === 'HELD' && dueAt <= input.now) expect.fail(told())
            if (isQuiet(input, decision, dueAt)) expect.fail(told())
          }
        }
      }
    }),
    { numRuns: 100 },
  )
})
