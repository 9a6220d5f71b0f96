import { Children, type ReactNode } from 'react'
import { cn } from './ui/cn.ts'

export interface PageHeaderProps {
  /** The page's `h1`. A page of the side bar has its `h1` in the top bar already: leave `title` out there. */
  title?: ReactNode
  /** Beside the title: a `StatusBadge`. */
  status?: ReactNode
  /** Below the title: `Facts`. */
  meta?: ReactNode
  /** Left end of the line where there is no title: filters, counts. */
  children?: ReactNode
  actions?: ReactNode
  className?: string
}

export function PageHeader({ title, status, meta, children, actions, className }: PageHeaderProps) {
  return (
    <header className={cn('grid gap-1.5', className)}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          {title ? (
            <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{title}</h1>
          ) : null}
          {status}
          {children}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {meta}
    </header>
  )
}

/** Facts in one line that wraps: `order 123 · ada@example.com · 3 min ago`. Each child is one; empty ones go. */
export function Facts({ children, className }: { children: ReactNode; className?: string }) {
  return (
    // Each dot stands before its fact; the first ones of the lines lie left of the edge, where nothing is seen.
    <div className={cn('overflow-x-clip text-muted text-sm', className)}>
      <ul className="-ml-5 flex flex-wrap items-center gap-y-0.5">
        {Children.map(children, (fact) =>
          fact === null || fact === undefined || fact === '' ? null : (
            <li className="wrap-anywhere flex min-w-0 items-center before:w-5 before:shrink-0 before:text-center before:text-faint before:content-['·']">
              {fact}
            </li>
          ),
        )}
      </ul>
    </div>
  )
}
