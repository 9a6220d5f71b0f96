import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { planInputs } from '#server/testing/planning-arbitraries.ts'
import {
  categoryOf,
  causesAgainst,
  isAnybodyNamed,
  isCritical,
  isQuiet,
  takerOf,
} from '#server/testing/planning-judge.ts'
import { plan } from './plan.ts'
import { planReasons } from './reasons.ts'
import type { Decision, Plan, PlanInput } from './types.ts'

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

  test('what is critical is so by its workflow or its category, and neither held back nor collected', () => {
    holds((input, made) => {
      for (const { critical, category, digest, reason } of decisionsOf(made)) {
        expect(category).toBe(categoryOf(input).key)
        expect(critical).toBe(isCritical(input))
        if (!critical) continue
        expect(digest).toBe(false)
        expect(['quiet_hours', 'digest', 'throttled']).not.toContain(reason)
      }
    })
  })

  test('nothing is sent in quiet hours unless it is critical', () => {
    holds((input, made) => {
      for (const decision of decisionsOf(made)) {
        if (decision.status !== 'QUEUED' || isCritical(input)) continue
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
        if (!isCritical(input)) expect(isQuiet(input, decision, decision.dueAt)).toBe(false)
      }
    })
  })

  test('what quiet hours hold goes as soon as they are over', () => {
    holds((input, made) => {
      for (const decision of decisionsOf(made)) {
        if (decision.status !== 'HELD' || decision.reason !== 'quiet_hours') continue
        expect(isQuiet(input, decision, new Date(decision.dueAt.getTime() - 1))).toBe(true)
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
      const on = takerOf(input)?.channels ?? input.notification.request?.channels ?? []
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

  test('nothing is dropped for a reason that is none, and nothing goes that there is a reason against', () => {
    holds((input, made) => {
      const { expiresAt } = input.notification
      for (const decision of decisionsOf(made)) {
        const causes = causesAgainst(input, decision)
        if (decision.status !== 'WITHHELD') expect([...causes]).toEqual([])
        else if (decision.reason === 'expired') expect(expiresAt).toBeTruthy()
        else expect([...causes]).toContain(decision.reason)
      }
    })
  })

  test('nobody is told only where no workflow takes it, or nobody can be found or reached', () => {
    holds((input, made) => {
      const { request } = input.notification
      const workflow = takerOf(input)
      const expected = request
        ? (!request.template && 'no_template') || (!input.findUser(request.user) && 'no_user')
        : workflow
          ? (!workflow.template && 'no_template') ||
            (workflow.channels.length === 0 && 'no_channel') ||
            (!isAnybodyNamed(input, workflow) && 'nobody_to_tell')
          : input.workflows.length > 0
            ? 'condition_not_met'
            : 'no_workflow'
      expect(made.kind === 'deliver' ? false : made.reason).toBe(expected)
      if (workflow) expect(made.workflowId).toBe(workflow.id)
    })
  })

  test('nothing goes before its time, nor after', () => {
    holds((input, made) => {
      const { scheduledAt, expiresAt, acceptedAt } = input.notification
      for (const { status, dueAt } of decisionsOf(made)) {
        if (status === 'WITHHELD') continue
        if (expiresAt) expect(dueAt.getTime()).toBeLessThan(expiresAt.getTime())
        if (scheduledAt) expect(dueAt.getTime()).toBeGreaterThanOrEqual(scheduledAt.getTime())
        const delayed = acceptedAt.getTime() + (takerOf(input)?.delayS ?? 0) * 1_000
        expect(dueAt.getTime()).toBeGreaterThanOrEqual(delayed)
      }
    })
  })

  test('the same comes of the same, and what was given stays as it was', () => {
    holds((input, made) => {
      const given = () => ({
        ...{ notification: input.notification, workflows: input.workflows, settings: input.settings },
        ...{ user: input.findUser('u'), category: input.findCategory('orders'), now: input.now },
      })
      const before = structuredClone(given())
      expect(plan(input)).toEqual(made)
      expect(given()).toEqual(before)
    }, 1_000)
  })

  test('the same comes of the same whatever was planned before, and whenever it is', async () => {
    const inputs = fc.sample(planInputs, 1_000)
    const made = inputs.map((input) => plan(input))
    vi.resetModules()
    vi.useFakeTimers({ now: new Date('2031-07-01T00:00:00Z'), toFake: ['Date'] })
    try {
      const another = await import('./plan.ts')
      expect(another.plan).not.toBe(plan)
      const again = inputs.toReversed().map((input) => another.plan(input))
      expect(again.toReversed()).toEqual(made)
    } finally {
      vi.useRealTimers()
    }
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
