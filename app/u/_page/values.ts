import type { RecipientPage } from '#server/recipients/page.ts'
import { switchName } from '../form.ts'

/** What stands in the form: as it is kept, or as it was typed when something in it was wrong. */
export interface Values {
  isOn(channel: string, category: string | null): boolean
  quiet: { isOn: boolean; start: string; end: string }
  language: string
  timezone: string
}

/** Offered to who has none. */
const USUAL = { start: '22:00', end: '08:00' }

export function valuesOf(page: RecipientPage, typed: URLSearchParams | null): Values {
  if (typed) {
    const on = new Set(typed.getAll('on'))
    return {
      isOn: (channel, category) => on.has(switchName(channel, category)),
      quiet: {
        isOn: typed.has('quiet'),
        start: typed.get('quiet_start') ?? '',
        end: typed.get('quiet_end') ?? '',
      },
      language: typed.get('language') ?? '',
      timezone: typed.get('timezone') ?? '',
    }
  }
  return {
    isOn: (channel, category) => isKeptOn(page, channel, category),
    quiet: { isOn: page.user?.quietHours != null, ...(page.user?.quietHours ?? USUAL) },
    language: page.user?.language ?? '',
    timezone: page.user?.timezone ?? '',
  }
}

/** As it is kept now, whatever was typed. */
export function isKeptOn(page: RecipientPage, channel: string, category: string | null): boolean {
  const on: Partial<Record<string, boolean>> =
    category === null
      ? (page.user?.channels ?? {})
      : (page.categories.find(({ key }) => key === category)?.on ?? {})
  return on[channel] ?? false
}
