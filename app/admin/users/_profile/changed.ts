import type { SetPreferencesInput } from '#server/preferences/schemas.ts'
import type { User } from './use-user.ts'

export type Preferences = User['preferences']
/** What is to be changed, as the server takes it; null for a channel of a category: as by default. */
export type PreferencesChange = Omit<SetPreferencesInput, 'id'>
export type Channel = 'email' | 'push'

export const channelWords = { email: 'e-mail', push: 'push' } as const satisfies Record<Channel, string>

/** The preferences after the change, to be shown before the server has answered. */
export function changed(before: Preferences, change: PreferencesChange): Preferences {
  const { quietHours } = change
  const categories = new Map(Object.entries(before.categories))
  for (const [key, choice] of Object.entries(change.categories ?? {})) {
    const merged = { ...categories.get(key), ...choice }
    const chosen = Object.entries(merged).filter(([, on]) => typeof on === 'boolean')
    categories.set(key, Object.fromEntries(chosen))
  }
  return {
    emailEnabled: change.emailEnabled ?? before.emailEnabled,
    pushEnabled: change.pushEnabled ?? before.pushEnabled,
    quietHoursStart: quietHours === undefined ? before.quietHoursStart : (quietHours?.start ?? null),
    quietHoursEnd: quietHours === undefined ? before.quietHoursEnd : (quietHours?.end ?? null),
    categories: Object.fromEntries(categories),
  }
}

/**
 * What takes the change back, and nothing else. `optedOut`: categories that a link in a mail had switched off, which
 * switching on has ended: those become off.
 */
export function undoing(
  before: Preferences,
  change: PreferencesChange,
  optedOut: readonly string[] = [],
): PreferencesChange {
  const { quietHoursStart: start, quietHoursEnd: end } = before
  const choices = Object.entries(change.categories ?? {}).map(([key, choice]) => {
    const was = (channel: string) => {
      if (channel === 'email' && optedOut.includes(key)) return false
      return before.categories[key]?.[channel as Channel] ?? null
    }
    return [key, Object.fromEntries(Object.keys(choice).map((channel) => [channel, was(channel)]))]
  })
  return {
    ...(change.emailEnabled !== undefined && { emailEnabled: before.emailEnabled }),
    ...(change.pushEnabled !== undefined && { pushEnabled: before.pushEnabled }),
    ...(change.quietHours !== undefined && { quietHours: start && end ? { start, end } : null }),
    ...(change.categories && { categories: Object.fromEntries(choices) }),
  }
}
