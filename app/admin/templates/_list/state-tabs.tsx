'use client'

import { formatCompact, formatCount } from '#app/_components/number.tsx'
import { Mark } from '#app/_components/status.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { isIn, type ListState, listStates, stateLooks, type TemplateRow } from './row-state.ts'

export interface StateTabsProps {
  rows: readonly TemplateRow[] | undefined
  value: ListState | null
  onValueChange: (state: ListState | null) => void
}

/** How many templates there are in each state; pressing one shows only those. */
export function StateTabs({ rows, value, onValueChange }: StateTabsProps) {
  const counted = (state: ListState | null) => rows?.filter((row) => isIn(row, state)).length ?? null
  return (
    <fieldset
      aria-label="State"
      className="-mx-4 flex min-w-0 gap-1 overflow-x-auto px-4 py-0.5 [scrollbar-width:none] md:mx-0 md:flex-wrap md:px-0"
    >
      <Tab label="All" count={counted(null)} pressed={value === null} onPress={() => onValueChange(null)} />
      {listStates
        .filter((state) => state === 'published' || state === value || (counted(state) ?? 0) > 0)
        .map((state) => (
          <Tab
            key={state}
            label={stateLooks[state].word}
            look={stateLooks[state]}
            count={counted(state)}
            pressed={value === state}
            onPress={() => onValueChange(value === state ? null : state)}
          />
        ))}
    </fieldset>
  )
}

interface TabProps {
  label: string
  look?: (typeof stateLooks)[ListState]
  count: number | null
  pressed: boolean
  onPress: () => void
}

function Tab({ label, look, count, pressed, onPress }: TabProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cn(
        'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md border px-2.5 font-medium text-sm transition-colors duration-100',
        pressed
          ? 'border-border bg-surface text-ink shadow-sm dark:bg-raised'
          : 'border-transparent text-muted hover:bg-hover hover:text-ink',
      )}
    >
      {look ? <Mark shape={look.shape} tone={look.tone} /> : null}
      {label}
      <span
        className="min-w-3 text-right text-muted text-xs tabular-nums"
        title={count === null ? undefined : formatCount(count)}
      >
        {count === null ? '' : formatCompact(count)}
      </span>
    </button>
  )
}
