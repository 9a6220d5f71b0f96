'use client'

import { CountTab, CountTabs } from '#app/_components/count-tabs.tsx'
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
    <CountTabs label="State">
      {[null, ...listStates]
        .filter((state) => state !== 'archived' || value === state || (counted(state) ?? 0) > 0)
        .map((state) => (
          <CountTab
            key={state ?? 'all'}
            label={state === null ? 'All' : stateWords[state]}
            count={counted(state)}
            pressed={value === state}
            onPress={() => onValueChange(value === state ? null : state)}
          />
        ))}
    </CountTabs>
  )
}
