import { Skeleton } from '#app/_components/ui/skeleton.tsx'

/** The shape of the overview, until its first figures are there. */
export function OverviewSkeleton() {
  return (
    <div role="status" className="appear-late grid gap-4">
      <span className="sr-only">Loading the overview</span>
      <Skeleton className="h-8 w-52 rounded-md" />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {['accepted', 'sent', 'failed', 'waiting'].map((key) => (
          <Skeleton key={key} className="h-24 rounded-lg" />
        ))}
      </div>
      <Skeleton className="h-80 rounded-lg" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Skeleton className="h-48 rounded-lg" />
        <Skeleton className="h-48 rounded-lg" />
      </div>
    </div>
  )
}
