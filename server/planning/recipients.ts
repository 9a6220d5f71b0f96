import type { RecipientRule } from '#server/db/schema/workflows.ts'
import type { PlanInput, PlanNotification, PlanUser } from './plan.ts'

/** The value at a dotted path, as text; null when there is none. Only own properties are followed. */
export function textAt(data: unknown, path: string): string | null {
  let value = data
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null
    value = (value as Record<string, unknown>)[step]
  }
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

interface Recipient {
  address: string
  user: PlanUser | null
}

type Found = { recipient: Recipient } | { misses: string[] }

/** RFC 5321, 4.5.3.1.3: a path has 256 octets, its brackets included. */
const ADDRESS_LENGTH = 254
const looksLikeAddress = (text: string) =>
  text.length <= ADDRESS_LENGTH && /^[^\s@<>,"]+@[^\s@<>,"]+$/.test(text)

/** Whom it goes to: whoever its source's mapping names, else the first rule that yields an address. */
export function findRecipient(input: PlanInput, rules: readonly RecipientRule[]): Found {
  const { notification, findUser, settings } = input
  const misses: string[] = []
  if (notification.addressee) {
    const named = namedBySource(notification.addressee, findUser)
    if (typeof named !== 'string') return { recipient: named }
    misses.push(named)
  }
  for (const rule of rules) {
    if (rule.kind === 'setting') {
      if (settings.alertEmail) return { recipient: { address: settings.alertEmail, user: null } }
      misses.push(`${rule.name} is not set`)
      continue
    }
    const value = textAt(notification.data, rule.path)
    if (value === null) {
      misses.push(`the event has no ${rule.path}`)
    } else if (rule.kind === 'address') {
      if (looksLikeAddress(value)) return { recipient: { address: value, user: null } }
      misses.push(`${rule.path} is not an e-mail address`)
    } else {
      const user = findUser(value)
      if (user?.email) return { recipient: { address: user.email, user } }
      misses.push(
        user
          ? `the user of ${rule.path} has no e-mail address`
          : `no user has the id “${value}” (${rule.path})`,
      )
    }
  }
  return { misses }
}

/** The recipient of a mapping's value, or why there is none. */
function namedBySource(value: string, findUser: PlanInput['findUser']): Recipient | string {
  if (looksLikeAddress(value)) return { address: value, user: null }
  const user = findUser(value)
  if (user?.email) return { address: user.email, user }
  return user
    ? `the user “${value}” (by the source’s mapping) has no e-mail address`
    : `no user has the id “${value}” (by the source’s mapping)`
}

/** The values that `findUser` will be asked for. */
export function usersWanted(
  { data, addressee, request }: PlanNotification,
  rules: readonly RecipientRule[],
): string[] {
  if (request) return [request.user]
  const values = rules.map((rule) => (rule.kind === 'user' ? textAt(data, rule.path) : null))
  return [addressee ?? null, ...values].filter((value) => value !== null)
}
