import { type QuietHours, quietHoursEnd } from './quiet-hours.ts'
import type { Verdict, Wanted } from './types.ts'
import { channelWords, quietText } from './words.ts'

/**
 * Whether a message of this category may go to somebody on this channel at that time, by what they chose. Used by
 * planning, and again immediately before each sending. Pure. What is required passes all but quiet hours; those it
 * passes when it is critical.
 */
export function wanted(w: Wanted): Verdict {
  return w.category.required ? quiet(w) : (unwanted(w) ?? quiet(w))
}

function unwanted({ channel, category, preferences, isOptedOut }: Wanted): Verdict | null {
  const words = channelWords[channel]
  if (preferences && !(channel === 'email' ? preferences.emailEnabled : preferences.pushEnabled)) {
    return withheld('channel_off', `The recipient switched ${words} off.`)
  }
  const chosen = choiceOf(preferences?.categories, category.key)?.[channel]
  if (chosen === false) {
    return withheld('category_off', `The recipient switched “${category.name}” off for ${words}.`)
  }
  if (isOptedOut) return withheld('unsubscribed', `The recipient unsubscribed from “${category.name}”.`)
  if (chosen === undefined && !category.defaults[channel]) {
    return withheld(
      'category_off',
      `“${category.name}” is off for ${words} unless the recipient switches it on.`,
    )
  }
  return null
}

function quiet({ critical, preferences, timezone, at }: Wanted): Verdict {
  const hours = critical ? null : quietHoursOf(preferences)
  const until = hours ? quietHoursEnd(hours, timezone, at) : at
  if (until <= at) return { kind: 'go' }
  return { kind: 'held', until, reason: 'quiet_hours', reasonText: quietText(until, timezone) }
}

/** The quiet hours that somebody chose; null: none. */
export function quietHoursOf(preferences: Wanted['preferences']): QuietHours | null {
  const start = preferences?.quietHoursStart
  const end = preferences?.quietHoursEnd
  return start && end ? { start, end } : null
}

/** Own properties only: a category may be called `constructor`. */
const choiceOf = <T>(categories: Record<string, T> | undefined, key: string): T | undefined =>
  categories && Object.hasOwn(categories, key) ? categories[key] : undefined

const withheld = (reason: 'channel_off' | 'category_off' | 'unsubscribed', reasonText: string): Verdict => ({
  kind: 'withheld',
  reason,
  reasonText,
})
