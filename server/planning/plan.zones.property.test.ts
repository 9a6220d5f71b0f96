import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { ada, chose } from '#server/testing/planning.ts'
import { changesOf2026, planInputs, quietHours, zones } from '#server/testing/planning-arbitraries.ts'
import { isCritical, isQuiet } from '#server/testing/planning-judge.ts'
import { plan } from './plan.ts'
import type { QuietHours } from './quiet-hours.ts'
import type { PlanInput } from './types.ts'

vi.setConfig({ testTimeout: 60_000 })

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
  const heldIn = new Set<string>()
  const sentIn = new Set<string>()
  fc.assert(
    fc.property(planInputs, quietHours, fc.nat({ max: 95 }), (any, quiet, quarter) => {
      for (const zone of zones) {
        const changes = changesOf2026(zone)
        for (const change of changes.length > 0 ? changes : [NO_CHANGE]) {
          const input = ordersOf(any, zone, quiet, new Date(change + (quarter - 48) * 15 * 60_000))
          const made = plan(input)
          for (const decision of made.kind === 'deliver' ? made.decisions : []) {
            if (decision.status === 'WITHHELD' || isCritical(input)) continue
            const { dueAt, reason, status } = decision
            const told = () => `${zone} at ${input.now.toISOString()}: ${dueAt.toISOString()}`
            if (status === 'HELD' && dueAt <= input.now) expect.fail(told())
            if (isQuiet(input, decision, dueAt)) expect.fail(told())
            if (reason === 'quiet_hours' && !isQuiet(input, decision, new Date(dueAt.getTime() - 1))) {
              expect.fail(`${told()}, later than need be`)
            }
            if (reason === 'quiet_hours') heldIn.add(zone)
            if (status === 'QUEUED') sentIn.add(zone)
          }
        }
      }
    }),
    { numRuns: 100 },
  )
  expect([heldIn.size, sentIn.size]).toEqual([zones.length, zones.length])
})
