'use client'

import { AlignLeft, Monitor, Moon, Smartphone, Sun } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'
import { languageName } from '../languages.ts'
import { usePlace } from './place-context.tsx'
import { useLocaleNames } from './studio-context.tsx'
import { useView } from './view-context.tsx'

/** Which mail the preview shows: fixture, locale, desk or phone, light or dark, text; and how many problems it has. */
export function PreviewBar() {
  const { url, setUrl, locale, goTo } = usePlace()
  const { fixture, fixtures, preview } = useView()
  const locales = useLocaleNames()
  const problems = preview.last?.problems ?? []
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const first = problems.find(({ where }) => where)
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-b bg-surface px-3 py-1.5">
      <Select
        aria-label="Fixture"
        value={fixture.id}
        onChange={({ target }) => setUrl({ fixture: target.value })}
        options={fixtures.map(({ id, name }) => ({ value: id, label: name }))}
        className="w-32 min-w-0 flex-1 basis-24"
      />
      <Select
        aria-label="Locale"
        value={locale}
        onChange={({ target }) => setUrl({ locale: target.value })}
        options={locales.map((one) => ({ value: one, label: languageName(one) }))}
        className="w-28 min-w-0 flex-1 basis-20"
      />
      <Segmented
        label="View"
        value={url.view}
        onValueChange={(view) => setUrl({ view })}
        options={[
          { value: 'desktop', label: <Monitor aria-hidden />, name: 'Desktop' },
          { value: 'phone', label: <Smartphone aria-hidden />, name: 'Phone' },
          { value: 'text', label: <AlignLeft aria-hidden />, name: 'Text' },
        ]}
      />
      <Tooltip content={url.dark ? 'As on a light screen' : 'As on a dark screen'}>
        <Button
          variant="ghost"
          size="icon"
          aria-label="Dark"
          aria-pressed={url.dark}
          disabled={url.view === 'text'}
          onClick={() => setUrl({ dark: !url.dark })}
          className={url.dark ? 'bg-hover text-ink' : ''}
        >
          {url.dark ? <Moon aria-hidden /> : <Sun aria-hidden />}
        </Button>
      </Tooltip>
      {problems.length > 0 ? (
        <button
          type="button"
          disabled={!first}
          title={problems.map(({ message }) => message).join('\n')}
          onClick={() => first?.where && goTo(first.where, first.locale ?? locale)}
          className={`rounded-sm px-1 text-xs tabular-nums hover:underline ${errors > 0 ? 'text-red' : 'text-amber'}`}
        >
          {problems.length} {problems.length === 1 ? 'problem' : 'problems'}
        </button>
      ) : null}
    </div>
  )
}
