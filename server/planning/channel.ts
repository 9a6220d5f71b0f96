import type { Channel } from '#server/db/schema/deliveries.ts'
import { stops } from '#server/suppressions/find.ts'
import { suppressedText } from '#server/suppressions/words.ts'
import { notAllowed } from './allow-list.ts'
import type { Message } from './message.ts'
import type { PlanReason } from './reasons.ts'
import type { Decision, PlanInput, PlanStep } from './types.ts'
import { wanted } from './wanted.ts'
import { type Before, type When, whenDue } from './when.ts'
import { channelWords, exactClockText, expiredText } from './words.ts'

interface Withheld {
  reason: PlanReason
  reasonText: string
}

/** What one channel makes of a message: a delivery for each address, or one that is withheld for want of any. */
export function judgeChannel(
  input: PlanInput,
  message: Message,
  channel: Channel,
  before: Before | null,
): { decisions: Decision[]; steps: PlanStep[] } {
  const steps: PlanStep[] = []
  const note = (step: Omit<PlanStep, 'channel'>) => steps.push({ ...step, channel })
  const withhold = (address: string, { reason, reasonText }: Withheld): Decision => ({
    ...decisionOf(input, message, channel, address),
    status: 'WITHHELD',
    reason,
    reasonText,
  })
  const addresses = addressesOf(message, channel)
  if (addresses.length === 0) {
    const withheld = { reason: 'no_address' as const, reasonText: noAddressText(message, channel) }
    note(withheldStep(withheld))
    return { decisions: [withhold('', withheld)], steps }
  }
  note({ code: 'address', outcome: 'passed', text: addressText(channel, addresses.length) })

  const stopped = new Map<string, Withheld>()
  for (const address of addresses) {
    const withheld = stopsAddress(input, message, channel, address)
    if (!withheld) continue
    stopped.set(address, withheld)
    note(withheldStep({ ...withheld, reasonText: withheld.kept }))
  }
  const stoppedAll = stopped.size === addresses.length
  if (stopped.size === 0) note({ code: 'suppressed', outcome: 'passed', text: passedText(input) })

  const when = whenDue(input, message, channel, before)
  const all = stoppedAll ? null : stopsAll(input, message, channel, when, note)
  const decisions = addresses.map((address): Decision => {
    const withheld = stopped.get(address) ?? all
    if (withheld) return withhold(address, withheld)
    const isHeld = before !== null || when.dueAt > input.now
    return {
      ...decisionOf(input, message, channel, address),
      status: isHeld ? 'HELD' : 'QUEUED',
      dueAt: when.dueAt,
      digest: when.digest,
      fallback: before && { of: before.of, unless: before.fallback.unless, afterS: before.fallback.afterS },
      reason: when.reason,
      reasonText: when.reasonText,
    }
  })
  return { decisions, steps }
}

type Note = (step: Omit<PlanStep, 'channel'>) => void

const withheldStep = ({ reason, reasonText }: Withheld): Omit<PlanStep, 'channel'> => ({
  code: reason,
  outcome: 'withheld',
  text: reasonText,
})

/** What every decision starts as: to go out now. */
const decisionOf = (
  { notification, now }: PlanInput,
  { common, category, critical, why }: Message,
  channel: Channel,
  address: string,
): Decision => ({
  ...common,
  status: 'QUEUED',
  channel,
  address,
  category: category.key,
  critical,
  dueAt: now,
  expiresAt: notification.expiresAt ?? null,
  fallback: null,
  digest: false,
  reason: 'planned',
  reasonText: why,
})

function addressesOf({ recipient: { address, user } }: Message, channel: Channel): readonly string[] {
  if (channel === 'push') return user?.pushEndpoints ?? []
  return address ? [address] : []
}

function noAddressText({ recipient: { user } }: Message, channel: Channel): string {
  if (channel === 'email') return 'The user has no e-mail address.'
  return user ? 'The user has no push subscription.' : 'Push goes to users alone, and the recipient is none.'
}

const addressText = (channel: Channel, count: number): string => {
  if (channel === 'email') return 'The recipient has an e-mail address.'
  return `The recipient has ${count} push subscription${count === 1 ? '' : 's'}.`
}

/** Why nothing goes to an address, whatever its owner chose. `kept`: without what a provider said of it. */
function stopsAddress(
  { settings, findSuppression }: PlanInput,
  { category, recipient }: Message,
  channel: Channel,
  address: string,
): (Withheld & { kept: string }) | null {
  const userEmail = recipient.user?.email ?? null
  const stopped = notAllowed({ channel, address, userEmail }, settings.allowTo)
  if (stopped) return { reason: 'not_allowed', reasonText: stopped, kept: stopped }
  const suppressed = findSuppression(channel, address)
  if (!suppressed || !stops(suppressed, category)) return null
  return {
    reason: suppressed.reason === 'unsubscribed' ? 'unsubscribed' : 'suppressed',
    reasonText: suppressedText(suppressed),
    kept: suppressedText({ ...suppressed, detail: null }),
  }
}

const passedText = ({ settings }: PlanInput): string =>
  settings.allowTo ? 'EMAIL_ALLOW_TO lets it go there, and nothing suppresses it.' : 'Nothing suppresses it.'

/** Why nothing goes to any address of the channel: what the recipient chose, the workflow's limits, its time. */
function stopsAll(
  input: PlanInput,
  message: Message,
  channel: Channel,
  when: When,
  note: Note,
): Withheld | null {
  const { recipient, category, critical, timezone, limits } = message
  const { address, user } = recipient
  const verdict = wanted({
    channel,
    category,
    critical,
    preferences: user?.preferences ?? null,
    isOptedOut: channel === 'email' && !!address && input.findOptOuts(address).includes(category.key),
    timezone,
    at: when.dueAt,
  })
  if (verdict.kind === 'withheld') {
    note(withheldStep(verdict))
    return verdict
  }
  note({ code: 'preferences', outcome: 'passed', text: chosenText(message, channel) })
  for (const step of limits.steps) note(step)
  if (limits.withheld) return limits.withheld
  for (const step of when.steps) note(step)
  const { expiresAt } = input.notification
  if (expiresAt && when.dueAt >= expiresAt) {
    const late =
      when.dueAt > input.now ? ` It could go at ${exactClockText(when.dueAt, timezone)} at the earliest.` : ''
    const withheld = { reason: 'expired' as const, reasonText: `${expiredText(expiresAt, timezone)}${late}` }
    note(withheldStep(withheld))
    return withheld
  }
  if (expiresAt) {
    note({
      code: 'expired',
      outcome: 'passed',
      text: `In time: not to be sent after ${exactClockText(expiresAt, timezone)}.`,
    })
  }
  if (when.reason === 'planned') note({ code: 'planned', outcome: 'passed', text: 'It goes out at once.' })
  return null
}

function chosenText({ category, recipient: { user } }: Message, channel: Channel): string {
  if (category.required) return `“${category.name}” is required: nobody can switch it off.`
  const words = channelWords[channel]
  return user
    ? `The recipient has ${words} on, and “${category.name}” for it.`
    : `“${category.name}” is on for ${words}: the recipient did not switch it off.`
}
