'use client'

import type { KeyboardEvent } from 'react'
import { cn } from '#app/_components/ui/cn.ts'

/** `edit` and `steps` are tabs only where they have no place beside the others. */
export const panes = ['edit', 'steps', 'try', 'versions'] as const
export type Pane = (typeof panes)[number]

const words: Record<Pane, string> = { edit: 'Edit', steps: 'Steps', try: 'Try it', versions: 'Versions' }

export interface PaneTabsProps {
  value: Pane
  onValueChange: (pane: Pane) => void
  /** Those that are there, in order. */
  shown: readonly Pane[]
  label: string
  className?: string
}

/** What is looked at of the workflow; arrow keys walk the tabs. */
export function PaneTabs({ value, onValueChange, shown, label, className }: PaneTabsProps) {
  const walk = (event: KeyboardEvent<HTMLButtonElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const all = [...(event.currentTarget.parentElement?.children ?? [])] as HTMLElement[]
    const next = all[(all.indexOf(event.currentTarget) + step + all.length) % all.length]
    next?.focus()
    next?.click()
  }
  return (
    <div
      role="tablist"
      aria-label={label}
      className={cn('flex gap-4 overflow-x-auto overflow-y-hidden border-b bg-surface px-4', className)}
    >
      {shown.map((pane) => (
        <button
          key={pane}
          type="button"
          role="tab"
          aria-selected={value === pane}
          tabIndex={value === pane ? 0 : -1}
          onClick={() => onValueChange(pane)}
          onKeyDown={walk}
          className={cn(
            '-mb-px flex h-10 items-center whitespace-nowrap border-transparent border-b-2 px-0.5 font-medium text-muted text-sm hover:text-ink focus-visible:-outline-offset-2',
            value === pane && 'border-accent text-ink',
          )}
        >
          {words[pane]}
        </button>
      ))}
    </div>
  )
}
