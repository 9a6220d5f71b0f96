import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { Copyable } from './copy-button.tsx'

export interface ErrorStateProps {
  /** What happened: “The notifications could not be loaded”. */
  title: string
  /** What it means and what to do. */
  children?: ReactNode
  /** To find it in the logs. */
  traceId?: string
  onRetry?: () => void
  retrying?: boolean
  actions?: ReactNode
  /** One line inside a card, instead of a block. */
  compact?: boolean
  /** The level of the title; 1 where it is the page. */
  level?: 1 | 2
  className?: string
}

export function ErrorState({
  title,
  children,
  traceId,
  onRetry,
  retrying = false,
  actions,
  compact = false,
  level = 2,
  className,
}: ErrorStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div
      role="alert"
      className={cn(
        compact
          ? 'flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3'
          : 'mx-auto grid max-w-xl justify-items-center gap-3 px-4 py-14 text-center',
        className,
      )}
    >
      <span
        className={cn(
          'grid place-items-center text-red',
          compact ? 'h-5' : 'size-10 rounded-lg border border-red-line bg-red-soft',
        )}
      >
        <TriangleAlert aria-hidden className={compact ? 'size-4' : 'size-5'} strokeWidth={1.75} />
      </span>
      <div className={cn('grid gap-1', compact && 'min-w-0 flex-1')}>
        <Heading className={cn('font-semibold', compact ? 'text-sm' : 'text-base')}>{title}</Heading>
        {children ? <div className="text-pretty text-muted text-sm">{children}</div> : null}
        {traceId ? (
          <p className={cn('flex items-center gap-1 text-muted text-xs', !compact && 'justify-center')}>
            Trace <Copyable value={traceId} label="trace id" short={compact ? 8 : 36} />
          </p>
        ) : null}
      </div>
      {onRetry || actions ? (
        <div className="flex flex-wrap justify-center gap-2">
          {onRetry ? (
            <Button size={compact ? 'sm' : 'md'} loading={retrying} onClick={onRetry}>
              <RotateCw aria-hidden />
              Try again
            </Button>
          ) : null}
          {actions}
        </div>
      ) : null}
    </div>
  )
}
