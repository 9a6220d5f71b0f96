'use client'

import { useEffect, useRef } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import { usePlace } from './place-context.tsx'
import type { Panel } from './studio-url.ts'
import { shownPanel, useRoom } from './use-room.ts'

interface PanelTab {
  panel: Panel
  label: string
  /** Where it has no place of its own beside the others. */
  only?: 'narrow' | 'phone'
}

const tabs: readonly PanelTab[] = [
  { panel: 'write', label: 'Write' },
  { panel: 'preview', label: 'Preview', only: 'phone' },
  { panel: 'checks', label: 'Checks', only: 'phone' },
  { panel: 'push', label: 'Push' },
  { panel: 'variables', label: 'Variables' },
  { panel: 'fixtures', label: 'Fixtures' },
  { panel: 'locales', label: 'Locales', only: 'narrow' },
  { panel: 'history', label: 'History' },
  { panel: 'backtest', label: 'Backtest' },
]

/** What stands in the middle; on a phone, on the page. Arrow keys walk the tabs. */
export function PanelTabs() {
  const { url, setUrl } = usePlace()
  const shown = shownPanel(url.panel, useRoom())
  const list = useRef<HTMLDivElement>(null)
  // On a phone the open one may stand beyond the edge.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>(`#tab-${shown}`)
    if (list.current && tab)
      list.current.scrollLeft = tab.offsetLeft - (list.current.clientWidth - tab.clientWidth) / 2
  }, [shown])
  const walk = (from: HTMLElement, step: number) => {
    const all = [...(from.parentElement?.children ?? [])].filter(
      (one): one is HTMLElement => one instanceof HTMLElement && one.offsetParent !== null,
    )
    const next = all[(all.indexOf(from) + step + all.length) % all.length]
    next?.focus()
    next?.click()
  }
  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Parts of the template"
      className="flex shrink-0 gap-4 overflow-x-auto overflow-y-hidden border-b bg-surface px-4 max-lg:sticky max-lg:top-12 max-lg:z-20"
    >
      {tabs.map(({ panel, label, only }) => {
        const active = shown === panel
        return (
          <button
            key={panel}
            id={`tab-${panel}`}
            type="button"
            role="tab"
            aria-selected={active}
            aria-controls="studio-panel"
            tabIndex={active ? 0 : -1}
            onClick={() => setUrl({ panel })}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
              if (step === 0) return
              event.preventDefault()
              walk(event.currentTarget, step)
            }}
            className={cn(
              '-mb-px flex h-10 items-center whitespace-nowrap border-transparent border-b-2 px-0.5 font-medium text-muted text-sm hover:text-ink focus-visible:-outline-offset-2',
              active && 'border-accent text-ink',
              only === 'phone' && 'lg:hidden',
              only === 'narrow' && 'xl:hidden',
            )}
          >
            {label}
          </button>
        )
      })}
    </div>
  )
}
