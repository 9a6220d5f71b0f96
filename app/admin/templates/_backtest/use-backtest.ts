'use client'

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'

export type BacktestRun = NonNullable<RouterOutputs['templateChecks']['backtest']>
export type BacktestResult = RouterOutputs['templateChecks']['backtestResults']['results'][number]
export type Outcome = BacktestResult['outcome']

const POLL_MS = 1_000

/** The newest backtest of a template, followed while it runs, and what starts and stops one. */
export function useBacktest(templateKey: string) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const newest = useQuery(
    trpc.templateChecks.backtest.queryOptions(
      { key: templateKey },
      { refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false) },
    ),
  )
  const onSettled = () =>
    client.invalidateQueries(trpc.templateChecks.backtest.queryFilter({ key: templateKey }))
  return {
    newest,
    start: useMutation(trpc.templateChecks.startBacktest.mutationOptions({ onSettled })),
    stop: useMutation(
      trpc.templateChecks.cancelBacktest.mutationOptions({
        onError: (error) => toastFailure('The backtest was not stopped', error),
        onSettled,
      }),
    ),
  }
}

/** Its results, page by page; those of one that is running come as they are made. */
export function useResults({ id, state }: Pick<BacktestRun, 'id' | 'state'>, outcome: Outcome | null) {
  const trpc = useTRPC()
  return useInfiniteQuery(
    trpc.templateChecks.backtestResults.infiniteQueryOptions(
      { id, ...(outcome ? { outcome } : {}) },
      {
        getNextPageParam: ({ nextCursor }) => nextCursor,
        refetchInterval: state === 'running' ? 3 * POLL_MS : false,
        refetchOnMount: 'always',
      },
    ),
  )
}
