'use client'

import type { ReactNode } from 'react'
import { CountTab, CountTabs } from '#app/_components/count-tabs.tsx'

export interface StateTabsProps<R, S extends string> {
  rows: readonly R[] | undefined
  states: readonly {
    state: S
    label: string
    icon?: ReactNode
    /** Shown also when none is in it. */
    always: boolean
  }[]
  /** Whether the list shows the row in this state; null: in all. */
  isIn: (row: R, state: S | null) => boolean
  value: S | null
  onValueChange: (state: S | null) => void
}

/** How many rows there are in each state; pressing one shows only those. */
export function StateTabs<R, S extends string>(props: StateTabsProps<R, S>) {
  const { rows, states, isIn, value, onValueChange } = props
  const counted = (state: S | null) => rows?.filter((row) => isIn(row, state)).length ?? null
  return (
    <CountTabs label="State">
      <CountTab
        label="All"
        count={counted(null)}
        pressed={value === null}
        onPress={() => onValueChange(null)}
      />
      {states
        .filter(({ state, always }) => always || state === value || (counted(state) ?? 0) > 0)
        .map(({ state, label, icon }) => (
          <CountTab
            key={state}
            label={label}
            icon={icon}
            count={counted(state)}
            pressed={value === state}
            onPress={() => onValueChange(value === state ? null : state)}
          />
        ))}
    </CountTabs>
  )
}
