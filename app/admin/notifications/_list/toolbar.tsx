'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowUp, Send, X } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { FilterMenu } from '#app/_components/ui/combobox.tsx'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { type ListState, sourceOptions } from '../filters.ts'
import { TimeFilter } from './time-filter.tsx'
import { UserFilter } from './user-filter.tsx'

type Filters = Pick<ListState, 'type' | 'source' | 'time' | 'from' | 'to' | 'user'>

export interface ToolbarProps {
  state: ListState
  filtered: boolean
  newestPage: boolean
  /** What has come and is not shown. */
  newer: { count: number; capped: boolean } | undefined
  onChange: (filters: Partial<Filters>) => void
  onLive: (live: boolean) => void
  onShowNewest: () => void
  onClear: () => void
  /** Null for those who may not. */
  onSendTest: (() => void) | null
}

/** The filters of the list, and whether it moves by itself. */
export function Toolbar(props: ToolbarProps) {
  const { state, filtered, newestPage, newer, onChange, onLive, onShowNewest, onClear, onSendTest } = props
  const trpc = useTRPC()
  const types = useQuery(trpc.notifications.eventTypes.queryOptions(undefined, { staleTime: 60_000 }))
  const known = new Set([...(types.data ?? []), ...state.type])
  return (
    <div className="flex flex-wrap items-center gap-2">
      <FilterMenu
        label="Type"
        options={[...known].map((type) => ({ value: type, label: type }))}
        value={state.type}
        onValueChange={(type) => onChange({ type })}
      />
      <FilterMenu
        label="Source"
        options={sourceOptions}
        value={state.source}
        onValueChange={(chosen) =>
          onChange({
            source: sourceOptions.map(({ value }) => value).filter((value) => chosen.includes(value)),
          })
        }
      />
      <TimeFilter value={state} onValueChange={onChange} />
      {state.user ? <UserFilter id={state.user} onClear={() => onChange({ user: null })} /> : null}
      {filtered ? (
        <Button variant="ghost" onClick={onClear}>
          <X aria-hidden />
          Clear filters
        </Button>
      ) : null}
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        <span role="status">
          {newer && newer.count > 0 ? (
            <Button size="sm" onClick={onShowNewest} className="border-accent bg-accent-soft text-accent">
              <ArrowUp aria-hidden />
              {newer.count}
              {newer.capped ? '+' : ''} new (click to show)
            </Button>
          ) : newestPage ? null : (
            <Button size="sm" onClick={onShowNewest}>
              <ArrowUp aria-hidden />
              Newest
            </Button>
          )}
        </span>
        <Tooltip
          content={
            state.live
              ? 'New ones appear by themselves while you look at the newest page and nothing is open'
              : 'New ones are counted and wait for a click'
          }
        >
          <Button
            size="sm"
            variant="ghost"
            aria-pressed={state.live}
            onClick={() => onLive(!state.live)}
            className={cn(state.live && 'text-ink')}
          >
            <span
              aria-hidden
              className={cn('size-2 rounded-full', state.live ? 'bg-green' : 'border border-field')}
            />
            Live
          </Button>
        </Tooltip>
        {onSendTest ? (
          <Button onClick={onSendTest}>
            <Send aria-hidden />
            Send a test event
          </Button>
        ) : null}
      </div>
    </div>
  )
}
