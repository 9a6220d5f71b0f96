import { fingerprintOf } from './fingerprint.ts'
import type { PlanReason } from './reasons.ts'
import type { PlanInput, PlanStep, PlanWorkflow } from './types.ts'
import { durationText } from './words.ts'

/** What a workflow's limits say of one more notification to this recipient: the same on every channel. */
export interface Limits {
  /** Null: it passes. */
  withheld: { reason: PlanReason; reasonText: string } | null
  steps: Omit<PlanStep, 'channel'>[]
  /** To be remembered, if it passes and something of it goes out. */
  remember: { fingerprint: string | null; expiresAt: Date } | null
}

const NONE: Limits = { withheld: null, steps: [], remember: null }

/** Whether it is a duplicate, or one too many. What is critical is never one too many. */
export function limitsOf(
  { history, notification, now }: Pick<PlanInput, 'history' | 'notification' | 'now'>,
  workflow: PlanWorkflow,
  { recipient, critical }: { recipient: string; critical: boolean },
): Limits {
  const { duplicates, throttle } = workflow
  if (!duplicates && !throttle) return NONE
  const before = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
  const steps: Limits['steps'] = []
  const refused = (reason: 'duplicate' | 'throttled', reasonText: string): Limits => ({
    withheld: { reason, reasonText },
    steps: [...steps, { code: reason, outcome: 'withheld', text: reasonText }],
    remember: null,
  })
  const fingerprint = fingerprintOf(workflow, notification.data)
  if (duplicates) {
    const within = durationText(duplicates.windowS)
    const what = duplicates.path === null ? 'the same event' : `the same ${duplicates.path}`
    if (fingerprint === null) {
      const text = `Not looked for duplicates: the event has no ${duplicates.path}.`
      steps.push({ code: 'duplicate', outcome: 'passed', text })
    } else {
      const since = before(duplicates.windowS)
      const same = history.duplicateSince(workflow.id, recipient, fingerprint, since)
      if (same) {
        const text = `A duplicate: the notification ${same.notificationId} had ${what} less than ${within} before.`
        return refused('duplicate', text)
      }
      steps.push({
        code: 'duplicate',
        outcome: 'passed',
        text: `No duplicate: nothing with ${what} within ${within}.`,
      })
    }
  }
  if (throttle && critical) {
    steps.push({ code: 'throttled', outcome: 'passed', text: 'Not throttled: it is critical.' })
  } else if (throttle) {
    const { max, perS } = throttle
    const count = history.countSince(workflow.id, recipient, before(perS))
    const limit = `at most ${max} of this workflow to one recipient in ${durationText(perS)}`
    if (count >= max) return refused('throttled', `Throttled: ${limit}, and ${count} went before it.`)
    steps.push({
      code: 'throttled',
      outcome: 'passed',
      text: `Not throttled: ${limit}, and ${count} went before it.`,
    })
  }
  const keepS = Math.max(duplicates?.windowS ?? 0, throttle?.perS ?? 0)
  return {
    withheld: null,
    steps,
    remember: { fingerprint, expiresAt: new Date(now.getTime() + keepS * 1_000) },
  }
}
