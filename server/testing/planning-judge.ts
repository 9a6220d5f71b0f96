import { meets } from '#server/planning/conditions.ts'
import { fingerprintOf } from '#server/planning/fingerprint.ts'
import type { Decision, PlanCategory, PlanInput, PlanUser, PlanWorkflow } from '#server/planning/types.ts'

// What must be true of a plan, said a second time and more simply than planning says it: for tests of whatever comes.

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

/** Who has the address or the browser. */
const ownerOf = (input: PlanInput, { channel, address }: Decision): PlanUser | null =>
  channel === 'push' || address === '' ? input.findUser('u') : input.findUserByEmail(address)

/** Whether it is in the quiet hours of whom it goes to. */
export function isQuiet(input: PlanInput, decision: Decision, at: Date): boolean {
  const user = ownerOf(input, decision)
  const { quietHoursStart: start, quietHoursEnd: end } = user?.preferences ?? {}
  if (!user || !start || !end) return false
  const clock = clockAt(user.timezone ?? input.settings.defaultTimezone, at)
  return start <= end ? clock >= start && clock < end : clock >= start || clock < end
}

/** The one that takes the event: the first that listens and whose conditions hold. */
export const takerOf = ({ notification, workflows }: PlanInput): PlanWorkflow | undefined =>
  workflows.find(({ conditions }) => !conditions || meets(conditions, notification.data).holds)

export function categoryOf(input: PlanInput): PlanCategory {
  const { request } = input.notification
  const key = request ? (request.category ?? request.template?.category) : takerOf(input)?.category
  return input.findCategory(key ?? '')
}

export const isCritical = (input: PlanInput): boolean =>
  categoryOf(input).critical || takerOf(input)?.critical === true

const isAddress = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text)

/** Whether the event, its source or the workflow's rules name an address, or a user whom its channels may reach. */
export function isAnybodyNamed({ notification, settings, ...input }: PlanInput, to: PlanWorkflow): boolean {
  const reaches = (user: PlanUser | null) =>
    user !== null && (to.channels.includes('push') || user.email !== null)
  const { addressee, data } = notification
  if (addressee && (isAddress(addressee) || reaches(input.findUser(addressee)))) return true
  return to.recipients.some((rule) => {
    if (rule.kind === 'setting') return settings.alertEmail !== null
    const value = String(data[rule.path] ?? '')
    return rule.kind === 'user' ? reaches(input.findUser(value)) : isAddress(value)
  })
}

/** Everything that speaks against a delivery, but its time: none may be made where there is any. */
export function causesAgainst(input: PlanInput, decision: Decision): Set<string> {
  const { notification, history, settings } = input
  const { channel, address } = decision
  const category = categoryOf(input)
  const workflow = takerOf(input)
  const user = ownerOf(input, decision)
  const causes = new Set<string>()
  if (address === '') causes.add('no_address')
  const mail = channel === 'email' ? address : (user?.email ?? '')
  const allows = (entry: string) =>
    entry.startsWith('@') ? mail.toLowerCase().endsWith(entry) : mail.toLowerCase() === entry
  if (settings.allowTo && !settings.allowTo.some(allows)) causes.add('not_allowed')
  const optional = category.unsubscribable && !category.required
  const suppression = input.findSuppression(channel, address)?.reason
  if (suppression === 'unsubscribed') {
    if (optional) causes.add('unsubscribed')
  } else if (suppression) causes.add('suppressed')
  if (!category.required) {
    const chosen = user?.preferences.categories[category.key]?.[channel]
    const isOn = channel === 'email' ? user?.preferences.emailEnabled : user?.preferences.pushEnabled
    if (isOn === false) causes.add('channel_off')
    if (!(chosen ?? category.defaults[channel])) causes.add('category_off')
    if (channel === 'email' && input.findOptOuts(address).includes(category.key)) causes.add('unsubscribed')
  }
  if (!workflow || notification.request) return causes
  const fingerprint = fingerprintOf(workflow, notification.data)
  const since = input.now
  if (fingerprint && history.duplicateSince(workflow.id, '', fingerprint, since)) causes.add('duplicate')
  const { throttle } = workflow
  if (throttle && !isCritical(input) && history.countSince(workflow.id, '', since) >= throttle.max) {
    causes.add('throttled')
  }
  return causes
}
