import { notAllowed } from '#server/planning/allow-list.ts'
import type { Verdict } from '#server/planning/types.ts'
import { wanted } from '#server/planning/wanted.ts'
import { expiredText } from '#server/planning/words.ts'
import { stops } from '#server/suppressions/find.ts'
import { suppressedText } from '#server/suppressions/words.ts'
import { type Before, standsIn } from './fallback.ts'
import type { LeasedDelivery } from './lease.ts'

/** A delivery that makes no call this time, and what becomes of it. */
export type Unsent =
  | { kind: 'ended'; status: 'WITHHELD' | 'FAILED'; reason: string; reasonText: string }
  | { kind: 'held'; until: Date; reason: 'quiet_hours' | 'fallback'; reasonText: string }
  | { kind: 'postponed'; reason: { code: string; text: string } }

const GONE = 'The browser does not take push messages from us any more.'
const GO: Verdict = { kind: 'go' }
const HELD_ON = 'Waiting for what becomes of it on the channel before.'

/**
 * Whether a delivery that is due still may go, by what holds now: what it was planned by may have changed since. Pure.
 * Null: it goes.
 */
export function lookAt(
  delivery: LeasedDelivery,
  before: readonly Before[],
  settings: { allowTo: readonly string[] | null; defaultTimezone: string },
  now: Date,
): Unsent | null {
  const { channel, category, suppressed, fallback } = delivery
  const timezone = delivery.user_timezone ?? settings.defaultTimezone
  const to = { channel, address: delivery.address, userEmail: delivery.user_email }
  const stopped = notAllowed(to, settings.allowTo)
  if (stopped) return withheld('not_allowed', stopped)
  if (suppressed && stops(suppressed, category)) {
    const reason = suppressed.reason === 'unsubscribed' ? 'unsubscribed' : 'suppressed'
    return withheld(reason, suppressedText({ ...suppressed, since: new Date(suppressed.since) }))
  }
  if (channel === 'push' && !delivery.subscription) return withheld('no_address', GONE)
  const expiresAt = delivery.expires_at === null ? null : new Date(delivery.expires_at)
  if (expiresAt && expiresAt <= now) return withheld('expired', expiredText(expiresAt, timezone))
  const verdict = isTest(delivery)
    ? GO
    : wanted({
        channel,
        category,
        critical: delivery.critical || category.critical,
        preferences: delivery.preferences,
        isOptedOut: delivery.is_opted_out,
        timezone,
        at: now,
      })
  if (verdict.kind === 'withheld') return withheld(verdict.reason, verdict.reasonText)
  const turn = fallback ? standsIn(fallback, before, now) : { kind: 'go' as const }
  if (turn.kind === 'not_needed') return withheld('fallback_not_needed', turn.text)
  const held =
    verdict.kind === 'held'
      ? verdict
      : turn.kind === 'wait'
        ? { until: turn.until, reason: 'fallback' as const, reasonText: HELD_ON }
        : null
  if (!held) return null
  if (expiresAt && expiresAt <= held.until) return withheld('expired', expiredText(expiresAt, timezone))
  return { kind: 'held', until: held.until, reason: held.reason, reasonText: held.reasonText }
}

/** Of a version below 0: an author asked for it just now, whatever goes to them otherwise. */
const isTest = ({ template_version }: LeasedDelivery): boolean => template_version < 0

const withheld = (reason: string, reasonText: string): Unsent => ({
  ...{ kind: 'ended', status: 'WITHHELD', reason, reasonText },
})
