'use client'

import { ErrorState, type ErrorStateProps } from '#app/_components/ui/error-state.tsx'
import { explainError } from './client.tsx'

export interface QueryFailureProps
  extends Pick<ErrorStateProps, 'title' | 'compact' | 'level' | 'className'> {
  /** What failed, and is asked again. */
  query: { error: unknown; isFetching: boolean; refetch: () => unknown }
}

/** That a query failed, in the server's words, with its trace id and a button to try again. */
export function QueryFailure({ query, ...props }: QueryFailureProps) {
  const { message, traceId } = explainError(query.error)
  return (
    <ErrorState
      {...props}
      {...(traceId ? { traceId } : {})}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
    >
      {message}
    </ErrorState>
  )
}
