import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export interface EmptyStateProps {
  icon?: LucideIcon
  title: string
  /** What would be here, and how it comes here. */
  children?: ReactNode
  actions?: ReactNode
  /** The level of the title; 1 where it is the page. */
  level?: 1 | 2
  className?: string
}

/** An empty list teaches: what belongs here and the next thing to do. */
export function EmptyState({ icon: Icon, title, children, actions, level = 2, className }: EmptyStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className={cn('mx-auto grid max-w-xl justify-items-center gap-3 px-4 py-14 text-center', className)}>
      {Icon ? (
        <span className="grid size-10 place-items-center rounded-lg border bg-sunken text-muted">
          <Icon aria-hidden className="size-5" strokeWidth={1.75} />
        </span>
      ) : null}
      <div className="grid gap-1">
        <Heading className="font-semibold text-base">{title}</Heading>
        {children ? <div className="text-pretty text-muted text-sm">{children}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap justify-center gap-2 pt-1">{actions}</div> : null}
    </div>
  )
}
