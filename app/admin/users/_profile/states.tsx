'use client'

import { SearchX } from 'lucide-react'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { Skeleton, SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { explainError } from '#app/_trpc/client.tsx'
import { QueryFailure, type QueryFailureProps } from '#app/_trpc/query-failure.tsx'

export function UserSkeleton() {
  return (
    <div className="appear-late grid gap-4">
      <Skeleton className="h-5 w-72 max-w-full" />
      <div className="rounded-lg border bg-surface">
        <SkeletonRows rows={5} label="Loading the user" />
      </div>
    </div>
  )
}

/** The user is not there, or could not be loaded. */
export function UserFailure({ query, level = 2 }: { query: QueryFailureProps['query']; level?: 1 | 2 }) {
  const { reason } = explainError(query.error)
  if (reason === 'not_found' || reason === 'bad_input') {
    return (
      <EmptyState icon={SearchX} level={level} title="There is no such user">
        The link may be mistyped, or the person was erased.
      </EmptyState>
    )
  }
  return <QueryFailure level={level} title="The user could not be loaded" query={query} />
}
