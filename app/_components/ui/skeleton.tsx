import { cn } from './cn.ts'

/** One grey bar in the place of what comes; give it the size by classes. For a first visit only. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block animate-pulse rounded-sm bg-hover', className)} />
}

const widths = ['w-24', 'w-40', 'w-32', 'w-48', 'w-28', 'w-36']

/** A table or list that is still empty: as many rows as will probably come. */
export function SkeletonRows({ rows = 8, label = 'Loading' }: { rows?: number; label?: string }) {
  const keys = Array.from({ length: rows }, (_, row) => `row-${row}`)
  return (
    <div role="status" className="appear-late divide-y">
      <span className="sr-only">{label}</span>
      {keys.map((key, row) => (
        <div key={key} className="flex h-10 items-center gap-6 px-4">
          <Skeleton className="h-3 w-16" />
          <Skeleton className={cn('h-3', widths[row % widths.length])} />
          <Skeleton className={cn('h-3 max-md:hidden', widths[(row + 3) % widths.length])} />
          <Skeleton className="ml-auto h-3 w-14" />
        </div>
      ))}
    </div>
  )
}
