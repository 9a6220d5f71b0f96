'use client'

import { useEffect, useRef } from 'react'
import { formatCompact, formatCount } from '#app/_components/number.tsx'
import { StatusIcon } from '#app/_components/status.tsx'
import { cn } from '#app/_components/ui/cn.ts'
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
    <fieldset
      ref={row}
      aria-label="Status"
      className="-mx-4 flex min-w-0 gap-1 overflow-x-auto px-4 py-0.5 [scrollbar-width:none] md:mx-0 md:flex-wrap md:px-0"
    >
      <Tab
        label="All"
        total={counts ? totalOf(counts, null) : null}
        pressed={value.length === 0}
        onPress={() => onValueChange([])}
      />
      {shown.map(({ label, look, statuses }) => {
        const pressed = isChosen(value, statuses)
        return (
          <Tab
            key={label}
            label={label}
            look={look}
            total={counts ? totalOf(counts, statuses) : null}
            pressed={pressed}
            onPress={() => onValueChange(pressed ? [] : statuses)}
          />
        )
      })}
    </fieldset>
  )
}

const isChosen = (value: readonly NotificationStatus[], statuses: readonly NotificationStatus[]) =>
  statuses.every((status) => value.includes(status))

interface TabProps {
  label: string
  look?: NotificationStatus
  total: Total | null
  pressed: boolean
  onPress: () => void
}

function Tab({ label, look, total, pressed, onPress }: TabProps) {
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
      {look ? <StatusIcon status={look} className={total?.count === 0 ? 'opacity-50' : ''} /> : null}
      {label}
      <span
        className="min-w-3 text-right text-muted text-xs tabular-nums"
        {...(total ? { title: `${total.capped ? 'at least ' : ''}${formatCount(total.count)}` } : {})}
      >
        {total ? `${formatCompact(total.count)}${total.capped ? '+' : ''}` : ''}
      </span>
    </button>
  )
}
