'use client'

import { useEffect, useRef } from 'react'
import { CountTab, CountTabs } from '#app/_components/count-tabs.tsx'
import { StatusIcon } from '#app/_components/status.tsx'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { statusGroups } from '../filters.ts'

type StatusCounts = RouterOutputs['notifications']['countByStatus']

export interface StatusTabsProps {
  counts: StatusCounts | undefined
  value: readonly NotificationStatus[]
  onValueChange: (statuses: readonly NotificationStatus[]) => void
}

interface Total {
  count: number
  capped: boolean
}

function totalOf(counts: StatusCounts, statuses: readonly NotificationStatus[] | null): Total {
  const lines = counts.filter(({ status }) => !statuses || statuses.includes(status))
  return {
    count: lines.reduce((sum, line) => sum + line.count, 0),
    capped: lines.some(({ capped }) => capped),
  }
}

const shownTotal = (
  counts: StatusCounts | undefined,
  statuses: readonly NotificationStatus[] | null,
): Total | { count: null } => (counts ? totalOf(counts, statuses) : { count: null })

/** The page's own margin on a phone. */
const MARGIN_PX = 16

/** How many there are in each state; pressing one shows only those. */
export function StatusTabs({ counts, value, onValueChange }: StatusTabsProps) {
  const shown = statusGroups.filter(
    ({ always, statuses }) =>
      always || isChosen(value, statuses) || (counts && totalOf(counts, statuses).count > 0),
  )
  const row = useRef<HTMLFieldSetElement>(null)
  const chosen = shown.find(({ statuses }) => isChosen(value, statuses))?.label
  useEffect(() => {
    // On a phone the row is wider than the window: what the list shows is to be seen.
    const pressed = chosen ? row.current?.querySelector<HTMLElement>('[aria-pressed=true]') : null
    if (!row.current || !pressed) return
    const { left, right } = pressed.getBoundingClientRect()
    const edges = row.current.getBoundingClientRect()
    if (left < edges.left || right > edges.right) row.current.scrollLeft += left - edges.left - MARGIN_PX
  }, [chosen])
  return (
    <CountTabs ref={row} label="Status">
      <CountTab
        label="All"
        {...shownTotal(counts, null)}
        pressed={value.length === 0}
        onPress={() => onValueChange([])}
      />
      {shown.map(({ label, look, statuses }) => {
        const pressed = isChosen(value, statuses)
        const total = shownTotal(counts, statuses)
        return (
          <CountTab
            key={label}
            label={label}
            icon={
              look ? <StatusIcon status={look} className={total.count === 0 ? 'opacity-50' : ''} /> : null
            }
            {...total}
            pressed={pressed}
            onPress={() => onValueChange(pressed ? [] : statuses)}
          />
        )
      })}
    </CountTabs>
  )
}

const isChosen = (value: readonly NotificationStatus[], statuses: readonly NotificationStatus[]) =>
  statuses.every((status) => value.includes(status))
