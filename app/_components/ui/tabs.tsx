'use client'

import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export interface TabsProps {
  /** Names the row of tabs. */
  label: string
  value: string
  onValueChange: (value: string) => void
  tabs: ReadonlyArray<{ value: string; label: ReactNode; content: ReactNode }>
  /** Right of the tabs, in the same line. */
  actions?: ReactNode
  className?: string
}

/** Only the open tab's content is in the document. Keep `value` in the URL. */
export function Tabs({ label, value, onValueChange, tabs, actions, className }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onValueChange} className={cn('min-w-0', className)}>
      <div className="flex items-center justify-between gap-3 border-b px-4">
        <Radix.List aria-label={label} className="-mb-px flex gap-4 overflow-x-auto overflow-y-hidden">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="flex h-10 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-0.5 font-medium text-muted text-sm transition-colors duration-100 hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-ink"
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {actions}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="focus-visible:-outline-offset-2">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
