'use client'

import { CountTab, CountTabs } from '#app/_components/count-tabs.tsx'
import { Mark } from '#app/_components/status.tsx'
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
    <CountTabs label="State">
      <CountTab
        label="All"
        count={counted(null)}
        pressed={value === null}
        onPress={() => onValueChange(null)}
      />
      {listStates
        .filter((state) => state === 'published' || state === value || (counted(state) ?? 0) > 0)
        .map((state) => (
          <CountTab
            key={state}
            label={stateLooks[state].word}
            icon={<Mark shape={stateLooks[state].shape} tone={stateLooks[state].tone} />}
            count={counted(state)}
            pressed={value === state}
            onPress={() => onValueChange(value === state ? null : state)}
          />
        ))}
    </CountTabs>
  )
}
