import type { ComboboxOption } from '#app/_components/ui/combobox.tsx'
import { zonesByRegion } from '#app/u/_page/zones.ts'
import { commonLanguages, languageName } from '../../templates/languages.ts'

/** `''` stands for none; one that is not among the common ones stays, if the user has it. */
export function languageOptions(current: string): ComboboxOption[] {
  const known: readonly string[] = commonLanguages
  const all = current === '' || known.includes(current) ? known : [current, ...known]
  return [
    { value: '', label: 'None: the template’s default' },
    ...all.map((tag) => ({ value: tag, label: languageName(tag), aside: tag })),
  ]
}

/** `''` stands for none. */
export function zoneOptions(current: string): ComboboxOption[] {
  const all = zonesByRegion(current || null).flatMap(({ zones }) => zones.map(({ zone }) => zone))
  return [
    { value: '', label: 'None: the default one' },
    ...['UTC', ...all.filter((zone) => zone !== 'UTC')].map((zone) => ({
      ...{ value: zone, label: zoneName(zone) },
      aside: offsetOf(zone),
    })),
  ]
}

/** `America/New_York` → `America/New York`. */
export const zoneName = (zone: string): string => zone.replaceAll('_', ' ')

/** `+01:00`, as it is now. */
function offsetOf(zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts()
  return parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00'
}
