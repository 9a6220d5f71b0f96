'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '#app/_trpc/client.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { type InboxState, isFirstPage, pageInput } from './inbox-state.ts'

export type InboxRow = RouterOutputs['inbox']['list']['rows'][number]

const LIVE_MS = 2_500

/** The page of mail that the address names; the newest page goes on by itself. */
export function useInbox(state: InboxState) {
  const trpc = useTRPC()
  const input = pageInput(state)
  const list = useQuery(
    trpc.inbox.list.queryOptions(input, { refetchInterval: isFirstPage(state) ? LIVE_MS : false }),
  )
  const count = useQuery(trpc.inbox.count.queryOptions(undefined, { refetchInterval: LIVE_MS }))
  const unread = useQuery(trpc.inbox.unreadCount.queryOptions(undefined, { refetchInterval: LIVE_MS }))
  const question = JSON.stringify(input)
  const loaded = list.isPlaceholderData ? undefined : list.data?.rows
  return {
    list,
    count: count.data,
    unread: unread.data,
    rows: useKept(question, state.unread, state.open, list.data?.rows ?? noRows),
    freshAfter: useFirstNewest(question, loaded),
  }
}

const noRows: InboxRow[] = []

/** Among the unread, mail that was opened stays in its place until something else is asked for. */
function useKept(question: string, unread: boolean, open: string | null, rows: InboxRow[]): InboxRow[] {
  const [kept, setKept] = useState<{ question: string; rows: InboxRow[] }>({ question, rows: [] })
  if (kept.question !== question) setKept({ question, rows: [] })
  else if (unread && open && !kept.rows.some(({ deliveryId }) => deliveryId === open)) {
    const row = rows.find(({ deliveryId }) => deliveryId === open)
    if (row) setKept({ question, rows: [...kept.rows, row] })
  }
  if (!unread || kept.question !== question) return rows
  const missing = kept.rows.filter((one) => !rows.some(({ deliveryId }) => deliveryId === one.deliveryId))
  if (missing.length === 0) return rows
  const read = missing.map((row) => ({ ...row, readAt: row.readAt ?? row.receivedAt }))
  return [...rows, ...read].sort((a, b) => (a.deliveryId < b.deliveryId ? 1 : -1))
}

/** The newest when this page was first answered (`''`: there was none): what is later has come since. */
function useFirstNewest(question: string, rows: InboxRow[] | undefined): string | null {
  const [first, setFirst] = useState<{ question: string; newest: string } | null>(null)
  if (rows && first?.question !== question) setFirst({ question, newest: rows[0]?.deliveryId ?? '' })
  return first?.question === question ? first.newest : null
}
