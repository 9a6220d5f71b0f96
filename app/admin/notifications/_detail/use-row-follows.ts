'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTRPC } from '#app/_trpc/client.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import type { Notification } from './use-notification.ts'

type Page = RouterOutputs['notifications']['list']

/** The list stands still while a panel is open; the open one's row shows its status all the same. */
export function useRowFollows(notification: Notification | undefined): void {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!notification) return
    const { id, status, statusReason, errorMessage, recipient, sentAt } = notification
    queryClient.setQueriesData<Page>(trpc.notifications.list.queryFilter(), (page) => {
      if (!page?.rows.some((row) => row.id === id && row.status !== status)) return page
      const follow = { status, statusReason, errorMessage, recipient, sentAt }
      return { ...page, rows: page.rows.map((row) => (row.id === id ? { ...row, ...follow } : row)) }
    })
  }, [notification, queryClient, trpc])
}
