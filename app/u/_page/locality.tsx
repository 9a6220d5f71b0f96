import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import type { FieldControl } from '#app/_components/ui/field.tsx'
import { fieldClasses } from '#app/_components/ui/input.tsx'
import type { RecipientPage } from '#server/recipients/page.ts'
import type { Words } from '../_words/words.ts'
import { Labelled } from './labelled.tsx'
import { Section } from './section.tsx'
import type { Values } from './values.ts'
import { zonesByRegion } from './zones.ts'

/** Language and time zone. `defaultTimezone`: of who chooses none. */
export function Locality({
  page,
  user,
  values,
  wrong,
  defaultTimezone,
  words: { locality: words },
}: {
  page: RecipientPage
  user: NonNullable<RecipientPage['user']>
  values: Values
  wrong: ReadonlySet<string>
  defaultTimezone: string
  words: Words
}) {
  const unknown = (field: string) => (wrong.has(field) ? words.notKnown : null)
  return (
    <Section title={words.title}>
      <input type="hidden" name="language_was" value={user.language ?? ''} />
      <input type="hidden" name="timezone_was" value={user.timezone ?? ''} />
      <Labelled label={words.language} error={unknown('language')}>
        {(control) => (
          <Choose control={control} name="language" value={values.language}>
            <option value="">{words.noLanguage}</option>
            {page.languages.map((tag) => (
              <option key={tag} value={tag}>
                {autonym(tag)}
              </option>
            ))}
          </Choose>
        )}
      </Labelled>
      <Labelled label={words.timezone} error={unknown('timezone')}>
        {(control) => (
          <Choose control={control} name="timezone" value={values.timezone}>
            <option value="">{words.noTimezone(defaultTimezone)}</option>
            {zonesByRegion(user.timezone).map(({ region, zones }) => (
              <optgroup key={region} label={region}>
                {zones.map(({ zone, place }) => (
                  <option key={zone} value={zone}>
                    {place}
                  </option>
                ))}
              </optgroup>
            ))}
          </Choose>
        )}
      </Labelled>
    </Section>
  )
}

function Choose({
  control,
  name,
  value,
  children,
}: {
  control: FieldControl
  name: string
  value: string
  children: ReactNode
}) {
  return (
    <span className="relative">
      <select
        {...control}
        name={name}
        defaultValue={value}
        className={cn(fieldClasses, 'h-11 appearance-none truncate pr-9 pl-2.5 text-lg')}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-3.5 right-2.5 size-4 text-faint" />
    </span>
  )
}

/** A language's name in itself; its tag where nobody knows it. */
function autonym(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
  } catch {
    return tag
  }
}
