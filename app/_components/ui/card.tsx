import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

export interface CardProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode
  /** Right of the title: buttons, a segmented control, a number. */
  actions?: ReactNode
  /** Takes the padding away, for tables, trees and frames that go to the edge. */
  flush?: boolean
}

export function Card({ title, actions, flush = false, className, children, ...props }: CardProps) {
  const titleId = useId()
  return (
    <section
      {...(title ? { 'aria-labelledby': titleId } : {})}
      {...props}
      className={cn('min-w-0 overflow-clip rounded-lg border bg-surface shadow-sm', className)}
    >
      {title || actions ? (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b px-4 py-1.5">
          <h2 id={titleId} className="font-semibold text-ink text-sm">
            {title}
          </h2>
          {actions ? <div className="flex items-center gap-1.5">{actions}</div> : null}
        </header>
      ) : null}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  )
}
