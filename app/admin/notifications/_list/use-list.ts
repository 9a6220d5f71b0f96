'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '#app/_trpc/client.tsx'
import { filterInput, type ListState, pageInput } from '../filters.ts'

const LIVE_MS = 2_500
const COUNTS_MS = 5_000

/**
 * The page of the list that the address names, its counts, and what has come since.
 * Polling stops by itself while the tab is hidden (TanStack Query's default).
 */
export function useList(state: ListState) {
  const trpc = useTRPC()
  const now = Date.now()
  const filter = filterInput(state, now)
  const newestPage = !state.older && !state.newer
  const flowing = newestPage && state.live && !state.open

  const list = useQuery(
    trpc.notifications.list.queryOptions(pageInput(state, now), {
      // An empty page has nothing that could jump away under the reader: it fills by itself.
      refetchInterval: ({ state: { data } }) =>
        flowing || (newestPage && data?.rows.length === 0) ? LIVE_MS : false,
    }),
  )
  const counts = useQuery(
    trpc.notifications.countByStatus.queryOptions({ ...filter, status: [] }, { refetchInterval: COUNTS_MS }),
  )
  const rows = list.data?.rows ?? noRows
  const newest = rows[0]?.id ?? null
  const newer = useQuery(
    trpc.notifications.newerThan.queryOptions(
      { ...filter, id: newest ?? '' },
      {
        enabled: newest !== null && newestPage && !flowing,
        refetchInterval: LIVE_MS,
        placeholderData: (before) => before,
      },
    ),
  )
  return {
    list,
    counts,
    rows,
    newestPage,
    freshAfter: useFirstNewest(
      JSON.stringify([filter, state.older, state.newer]),
      newest,
      list.isPlaceholderData,
    ),
    newer: newestPage && !flowing ? newer.data : undefined,
  }
}

const noRows: never[] = []

/** The newest row's id when these filters were first answered: what is later has come since. */
function useFirstNewest(question: string, newest: string | null, waiting: boolean): string | null {
  const [first, setFirst] = useState<{ question: string; newest: string | null }>({
    question: '',
    newest: null,
  })
  if (!waiting && first.question !== question) setFirst({ question, newest })
  return first.question === question ? first.newest : null
}
