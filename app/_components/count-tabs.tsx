import type { ReactNode, Ref } from 'react'
import { formatCompact, formatCount } from './number.tsx'
import { cn } from './ui/cn.ts'

/** A row of `CountTab`s; on a phone it scrolls sideways. */
export function CountTabs({
  label,
  children,
  ref,
}: {
  label: string
  children: ReactNode
  ref?: Ref<HTMLFieldSetElement>
}) {
  return (
    <fieldset
      ref={ref}
      aria-label={label}
      className="-mx-4 flex min-w-0 gap-1 overflow-x-auto px-4 py-0.5 [scrollbar-width:none] md:mx-0 md:flex-wrap md:px-0"
    >
      {children}
    </fieldset>
  )
}

export interface CountTabProps {
  label: string
  icon?: ReactNode
  /** Null: not known yet. */
  count: number | null
  /** There are at least so many. */
  capped?: boolean
  pressed: boolean
  onPress: () => void
}

/** A count that is a filter. */
export function CountTab({ label, icon, count, capped = false, pressed, onPress }: CountTabProps) {
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
      {icon}
      {label}
      <span
        className="min-w-3 text-right text-muted text-xs tabular-nums"
        title={count === null ? undefined : `${capped ? 'at least ' : ''}${formatCount(count)}`}
      >
        {count === null ? '' : `${formatCompact(count)}${capped ? '+' : ''}`}
      </span>
    </button>
  )
}
