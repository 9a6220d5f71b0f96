'use client'

import { SearchX } from 'lucide-react'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { ErrorState } from '#app/_components/ui/error-state.tsx'
import { Skeleton, SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { explainError } from '#app/_trpc/client.tsx'

export function DetailSkeleton() {
  return (
    <div className="appear-late grid gap-4">
      <Skeleton className="h-5 w-72 max-w-full" />
      <div className="rounded-lg border bg-surface">
        <SkeletonRows rows={5} label="Loading the notification" />
      </div>
    </div>
  )
}

export interface DetailFailureProps {
  error: unknown
  onRetry: () => void
  retrying: boolean
  level?: 1 | 2
}

/** It is not there, or could not be loaded. */
export function DetailFailure({ error, onRetry, retrying, level = 2 }: DetailFailureProps) {
  const { message, reason, traceId } = explainError(error)
  if (reason === 'not_found' || reason === 'bad_input') {
    return (
      <EmptyState icon={SearchX} level={level} title="There is no such notification">
        The link may be mistyped, or it has passed its retention and was removed.
      </EmptyState>
    )
  }
  return (
    <ErrorState
      level={level}
      title="The notification could not be loaded"
      {...(traceId ? { traceId } : {})}
      onRetry={onRetry}
      retrying={retrying}
    >
      {message}
    </ErrorState>
  )
}
