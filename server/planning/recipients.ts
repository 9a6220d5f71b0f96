import type { RecipientRule } from '#server/db/schema/workflows.ts'
import { textAt } from './paths.ts'
import type { PlanInput, PlanUser, PlanWorkflow } from './types.ts'

/** `address`: e-mail; null where the user has none. */
export interface Recipient {
  address: string | null
  user: PlanUser | null
}

/** `by`: what named them, in words. `misses`: what was looked at before and named nobody who can be reached. */
export type Found = { recipient: Recipient; by: string; misses: Miss[] } | { misses: Miss[] }

/** Why a rule named nobody. `told`: with the value that stood there; `kept`: without. */
interface Miss {
  told: string
  kept: string
}

/** RFC 5321, 4.5.3.1.3: a path has 256 octets, its brackets included. */
const ADDRESS_LENGTH = 254
export const looksLikeAddress = (text: string): boolean =>
  text.length <= ADDRESS_LENGTH && /^[^\s@<>,"]+@[^\s@<>,"]+$/.test(text)

type Sought = Pick<PlanInput, 'notification' | 'findUser' | 'findUserByEmail' | 'settings'>

/**
 * Whom it goes to: whoever was put in their place by hand, else whoever its source's mapping names, else the first rule
 * that yields somebody whom one of the channels reaches, else the first user whom a rule names. An address that is
 * some user's means that user.
 */
export function findRecipient(
  input: Sought,
  { channels, recipients: rules }: Pick<PlanWorkflow, 'channels' | 'recipients'>,
): Found {
  const { notification, findUserByEmail } = input
  const misses: Miss[] = []
  let unreachable: { recipient: Recipient; by: string } | null = null

  const take = (recipient: Recipient, by: string): Found | null => {
    const { address, user } = recipient
    if (address && channels.includes('email')) return { recipient, by, misses }
    if (channels.includes('push')) {
      if (user?.pushEndpoints.length) return { recipient, by, misses }
      unreachable ??= { recipient, by }
    }
    const lacks = lacksText(channels)
    misses.push(user ? alike(`the user of ${by} ${lacks}`) : alike(`the address of ${by} is no user’s`))
    return null
  }
  const byAddress = (address: string, by: string) => take({ address, user: findUserByEmail(address) }, by)
  const byUser = (value: string, by: string) => {
    const user = input.findUser(value)
    if (user) return take({ address: user.email, user }, by)
    const where = by === BY_MAPPING ? `by ${by}` : by
    misses.push({
      told: `no user has the id “${value}” (${where})`,
      kept: `no user has such an id (${where})`,
    })
    return null
  }
  const byEither = (value: string, by: string) =>
    looksLikeAddress(value) ? byAddress(value, by) : byUser(value, by)

  const byRule = (rule: RecipientRule): Found | null => {
    if (rule.kind === 'setting') {
      if (input.settings.alertEmail) return byAddress(input.settings.alertEmail, rule.name)
      misses.push(alike(`${rule.name} is not set`))
      return null
    }
    const value = textAt(notification.data, rule.path)
    if (value === null) misses.push(alike(`the event has no ${rule.path}`))
    else if (rule.kind === 'user') return byUser(value, rule.path)
    else if (looksLikeAddress(value)) return byAddress(value, rule.path)
    else misses.push(alike(`${rule.path} is not an e-mail address`))
    return null
  }

  const last = (): Found => (unreachable ? { ...unreachable, misses: [] } : { misses })
  if (notification.instead) return byEither(notification.instead, BY_HAND) ?? last()
  if (notification.addressee) {
    const named = byEither(notification.addressee, BY_MAPPING)
    if (named) return named
  }
  for (const rule of rules) {
    const found = byRule(rule)
    if (found) return found
  }
  return last()
}

const BY_HAND = 'your choice'
const BY_MAPPING = 'the source’s mapping'

const alike = (text: string): Miss => ({ told: text, kept: text })

function lacksText(channels: PlanWorkflow['channels']): string {
  const email = channels.includes('email')
  if (email && channels.includes('push')) return 'has neither an e-mail address nor a push subscription'
  return email ? 'has no e-mail address' : 'has no push subscription'
}
