import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/**
 * Rows of a table; on a phone each becomes two lines: `phone="main"` and `phone="aside"` make the first,
 * `phone="detail"` the second, and what says nothing is left out.
 */
export function Table({ label, className, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <table
      aria-label={label}
      {...props}
      className={cn('w-full border-separate border-spacing-0 text-sm max-md:block', className)}
    />
  )
}

/** Stays in sight while the rows scroll; `top` is where the page's top bar ends. */
export function TableHead({ className, ...props }: ComponentProps<'thead'>) {
  return <thead {...props} className={cn('max-md:sr-only', className)} />
}

export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody {...props} className={cn('max-md:block', className)} />
}

interface CellProps {
  /** Right-aligned with tabular figures. */
  numeric?: boolean
}

export function Th({ numeric = false, className, ...props }: ComponentProps<'th'> & CellProps) {
  return (
    <th
      scope="col"
      {...props}
      className={cn(
        'sticky top-(--table-top,3rem) z-10 h-8 whitespace-nowrap border-b bg-sunken px-3 text-left font-medium text-muted text-xs first:rounded-tl-lg first:pl-4 last:rounded-tr-lg last:pr-4',
        numeric && 'text-right',
        className,
      )}
    />
  )
}

export interface TrProps extends ComponentProps<'tr'> {
  /** Its panel is open, or it is ticked. */
  selected?: boolean
  /** Has just arrived. */
  fresh?: boolean
}

export function Tr({ selected = false, fresh = false, className, ...props }: TrProps) {
  return (
    <tr
      {...(selected ? { 'data-selected': true } : {})}
      {...props}
      className={cn(
        'group/row relative transition-colors duration-75 hover:bg-hover has-data-row-link:cursor-pointer has-[[data-row-link]:focus-visible]:bg-hover data-selected:bg-accent-soft [&:last-child>td]:border-b-0',
        'max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:border-b max-md:px-4 max-md:py-2.5 max-md:last:border-b-0',
        fresh && 'flash',
        className,
      )}
    />
  )
}

export interface TdProps extends ComponentProps<'td'>, CellProps {
  /** Where it stands on a phone; without it, nowhere. */
  phone?: 'main' | 'aside' | 'detail'
  /** Cuts long text with an ellipsis; the column then takes what is left. */
  truncate?: boolean
}

export function Td({ numeric = false, truncate = false, phone, className, ...props }: TdProps) {
  return (
    <td
      {...props}
      className={cn(
        'h-10 border-b px-3 py-1.5 align-middle first:pl-4 last:pr-4 max-md:h-auto max-md:border-0 max-md:p-0!',
        numeric && 'text-right tabular-nums',
        truncate && 'max-w-0 truncate max-md:max-w-none',
        phone === 'main' && 'max-md:col-start-1 max-md:row-start-1 max-md:min-w-0 max-md:truncate',
        phone === 'aside' && 'max-md:col-start-2 max-md:row-start-1 max-md:text-right',
        phone === 'detail' &&
          'max-md:col-span-2 max-md:row-start-2 max-md:min-w-0 max-md:truncate max-md:text-muted max-md:text-xs',
        !phone && 'max-md:hidden',
        className,
      )}
    />
  )
}
