'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import {
  Command,
  CommandEmpty,
  CommandInput,
  CommandItem,
  CommandList,
} from '#app/_components/ui/command.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#app/_components/ui/popover.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { commonLanguages, languageName } from '../languages.ts'
import { canonicalLocale } from './locale-order.ts'
import { usePlace } from './place-context.tsx'
import { useLocaleNames, useStudio, useStudioState } from './studio-context.tsx'
import type { TemplateSource } from './types.ts'

/** Adds a language by its name, or any BCP 47 tag as it is typed; it begins as a copy of another locale. */
export function AddLocale() {
  const { store } = useStudio()
  const { setUrl, locale: current } = usePlace()
  const names = useLocaleNames()
  const kind = useStudioState((state) => state.content.kind)
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [from, setFrom] = useState<string | null>(null)
  const taken = new Set(names)
  const tag = canonicalLocale(typed)
  const isOwn = tag !== null && /^[a-z]{2,3}(-|$)/i.test(tag) && !taken.has(tag)
  const offered = commonLanguages.filter((one) => !taken.has(one))

  const add = (locale: string) => {
    const { locales } = store.get().content
    const origin = locales.find((one) => one.locale === (from ?? current)) ?? locales[0]
    if (!origin) return
    const source: TemplateSource = kind === 'git' ? { subject: null, strings: {} } : origin.source
    store.change({ field: 'locale', locale, source })
    setUrl({ locale })
    setOpen(false)
    setTyped('')
  }

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" aria-label="Add a locale">
          <Plus aria-hidden />
          Add
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Add a locale" className="w-72 p-0">
        <Command label="Languages">
          <CommandInput
            autoFocus
            placeholder="A language, or a tag such as de-AT"
            value={typed}
            onValueChange={setTyped}
          />
          <CommandList className="max-h-64">
            <CommandEmpty>No language is called so; a tag such as de-AT works too.</CommandEmpty>
            {isOwn && !(offered as readonly string[]).includes(tag) ? (
              <CommandItem value={`own-${tag}`} keywords={[typed]} onSelect={() => add(tag)}>
                <span className="flex-1">{languageName(tag)}</span>
                <code className="text-muted text-xs">{tag}</code>
              </CommandItem>
            ) : null}
            {offered.map((locale) => (
              <CommandItem
                key={locale}
                value={locale}
                keywords={[languageName(locale), locale]}
                onSelect={() => add(locale)}
              >
                <span className="flex-1 truncate">{languageName(locale)}</span>
                <code className="text-muted text-xs">{locale}</code>
              </CommandItem>
            ))}
          </CommandList>
        </Command>
        {kind === 'git' ? null : (
          <div className="flex items-center gap-2 border-t px-3 py-2 text-xs">
            <span className="shrink-0 text-muted">Begins as a copy of</span>
            <Select
              aria-label="Begins as a copy of"
              value={from ?? current}
              onChange={({ target }) => setFrom(target.value)}
              options={names.map((locale) => ({ value: locale, label: languageName(locale) }))}
            />
          </div>
        )}
      </PopoverContent>
    </Popover>
  )
}
