'use client'

import { ArrowDown, ArrowUp, CircleAlert, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '#app/_components/ui/button.tsx'

export interface ListRowProps {
  /** Names it for the buttons: “condition 2”. */
  name: string
  /** Undefined where there is no way up, or order means nothing. */
  onUp?: (() => void) | undefined
  onDown?: (() => void) | undefined
  onRemove?: (() => void) | undefined
  ordered?: boolean
  error?: string | undefined
  children: ReactNode
}

/** One of several in a list that is written: its fields, and the way up, down and out. */
export function ListRow({ name, onUp, onDown, onRemove, ordered = false, error, children }: ListRowProps) {
  return (
    <li className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{children}</div>
        <span className="flex shrink-0">
          {ordered ? (
            <>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Move ${name} up`}
                disabled={!onUp}
                onClick={onUp}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Move ${name} down`}
                disabled={!onDown}
                onClick={onDown}
              >
                <ArrowDown aria-hidden />
              </Button>
            </>
          ) : null}
          {onRemove ? (
            <Button variant="ghost" size="icon-sm" aria-label={`Remove ${name}`} onClick={onRemove}>
              <Trash2 aria-hidden />
            </Button>
          ) : null}
        </span>
      </div>
      {error ? (
        <p className="flex items-start gap-1.5 text-red text-xs">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
    </li>
  )
}

/** The list with its item moved by so many places. */
export function moved<T>(items: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...items]
  const [item] = next.splice(index, 1)
  if (item !== undefined) next.splice(index + by, 0, item)
  return next
}
