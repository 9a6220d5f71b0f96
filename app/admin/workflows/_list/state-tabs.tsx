'use client'

import { formatCompact } from '#app/_components/number.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { isIn, type ListState, listStates, stateWords, type WorkflowRow } from './list-state.ts'

export interface StateTabsProps {
  rows: readonly WorkflowRow[] | undefined
  value: ListState | null
  onValueChange: (state: ListState | null) => void
}

/** How many workflows are on, off and archived; pressing one shows only those. */
export function StateTabs({ rows, value, onValueChange }: StateTabsProps) {
  const counted = (state: ListState | null) => rows?.filter((row) => isIn(row, state)).length ?? null
  return (
    <fieldset
      aria-label="State"
      className="-mx-4 flex min-w-0 gap-1 overflow-x-auto px-4 py-0.5 [scrollbar-width:none] md:mx-0 md:flex-wrap md:px-0"
    >
      {[null, ...listStates]
        .filter((state) => state !== 'archived' || value === state || (counted(state) ?? 0) > 0)
        .map((state) => {
          const count = counted(state)
          return (
            <button
              key={state ?? 'all'}
              type="button"
              aria-pressed={value === state}
              onClick={() => onValueChange(value === state ? null : state)}
              className={cn(
                'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md border px-2.5 font-medium text-sm transition-colors duration-100',
                value === state
                  ? 'border-border bg-surface text-ink shadow-sm dark:bg-raised'
                  : 'border-transparent text-muted hover:bg-hover hover:text-ink',
              )}
            >
              {state === null ? 'All' : stateWords[state]}
              <span className="min-w-3 text-right text-muted text-xs tabular-nums">
                {count === null ? '' : formatCompact(count)}
              </span>
            </button>
          )
        })}
    </fieldset>
  )
}
