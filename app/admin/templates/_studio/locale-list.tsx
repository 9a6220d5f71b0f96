'use client'

import { Copy, MoreHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from '#app/_components/ui/dropdown-menu.tsx'
import type { Tone } from '#app/_components/ui/tone.ts'
import { languageName } from '../languages.ts'
import { AddLocale } from './add-locale.tsx'
import { ConfirmLine } from './confirm-line.tsx'
import { fallbackChain } from './locale-order.ts'
import { usePlace } from './place-context.tsx'
import { useLocaleNames, useStudio, useStudioState } from './studio-context.tsx'
import type { Translation } from './types.ts'

const flags: Record<Translation, { word: string; tone: Tone; says: string } | null> = {
  done: null,
  default: { word: 'Default', tone: 'grey', says: 'Who has no locale of their own gets this one' },
  untouched: { word: 'Not translated', tone: 'amber', says: 'Still the text it was copied from' },
  behind: { word: 'Behind', tone: 'amber', says: 'The default locale has changed since' },
}

/** The locales of the draft: which is open, which are not translated; add, copy from another, remove. */
export function LocaleList() {
  const { studio, store, readOnly } = useStudio()
  const { locale: open, setUrl } = usePlace()
  const names = useLocaleNames()
  const kind = useStudioState((state) => state.content.kind)
  const [removing, setRemoving] = useState<string | null>(null)
  const byDefault = names[0] ?? 'en'
  const chain = fallbackChain(open, names, byDefault)
  return (
    <section aria-label="Locales" className="grid gap-1">
      <header className="flex h-9 items-center justify-between gap-2 px-3">
        <h2 className="font-semibold text-sm">Locales</h2>
        {readOnly === null ? <AddLocale /> : null}
      </header>
      <ul className="grid gap-px px-1.5">
        {names.map((locale, at) => {
          const known = studio.locales.find((one) => one.locale === locale)
          const flag = flags[at === 0 ? 'default' : (known?.translation ?? 'untouched')]
          const { same = 0, total = 0 } = at === 0 ? {} : (known?.texts ?? {})
          return (
            <li key={locale} className="group flex items-center">
              <button
                type="button"
                aria-current={locale === open ? 'true' : undefined}
                onClick={() => setUrl({ locale: at === 0 ? null : locale })}
                className={cn(
                  'flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1 text-left text-sm hover:bg-hover',
                  locale === open && 'bg-hover font-medium',
                )}
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{languageName(locale)}</span>
                  {flag ? (
                    <Badge tone={flag.tone} title={flag.says} className="mt-0.5 h-4.5">
                      {flag.word}
                    </Badge>
                  ) : null}
                  {same > 0 && kind !== 'git' ? (
                    <span className="block truncate text-2xs text-muted tabular-nums">
                      {same} of {total} texts as in {byDefault}
                    </span>
                  ) : null}
                </span>
                <code className="text-2xs text-muted">{locale}</code>
              </button>
              {readOnly === null && names.length > 1 ? (
                <LocaleMenu locale={locale} removable={at > 0} onRemove={() => setRemoving(locale)} />
              ) : null}
            </li>
          )
        })}
      </ul>
      {removing ? (
        <ConfirmLine
          question={`Remove ${languageName(removing)} from the draft?`}
          confirm="Remove"
          onCancel={() => setRemoving(null)}
          onConfirm={() => {
            store.change({ field: 'locale', locale: removing, source: null })
            if (removing === open) setUrl({ locale: null })
            setRemoving(null)
          }}
        />
      ) : null}
      <p className="px-3.5 pb-2 text-muted text-xs">
        {chain.length > 1 ? `Looked for in this order: ${chain.join(' → ')}. ` : ''}
        {kind === 'git' ? 'A locale holds only what it says otherwise than the code.' : null}
      </p>
    </section>
  )
}

function LocaleMenu({
  locale,
  removable,
  onRemove,
}: {
  locale: string
  removable: boolean
  onRemove: () => void
}) {
  const { store } = useStudio()
  const { setUrl } = usePlace()
  const names = useLocaleNames()
  const copyFrom = (from: string) => {
    const source = store.get().content.locales.find((one) => one.locale === from)?.source
    if (!source) return
    store.change({ field: 'locale', locale, source })
    setUrl({ locale })
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={`More for ${languageName(locale)}`}>
          <MoreHorizontal aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>Copy its text from</DropdownMenuLabel>
        {names
          .filter((one) => one !== locale)
          .map((one) => (
            <DropdownMenuItem key={one} onSelect={() => copyFrom(one)}>
              <Copy aria-hidden />
              {languageName(one)}
            </DropdownMenuItem>
          ))}
        {removable ? (
          <DropdownMenuItem danger onSelect={onRemove}>
            <Trash2 aria-hidden />
            Remove…
          </DropdownMenuItem>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
