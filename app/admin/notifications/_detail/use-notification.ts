'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '#app/_trpc/client.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { pollAfter } from './poll-after.ts'

export type Notification = RouterOutputs['notifications']['get']
export type Delivery = Notification['deliveries'][number]

/** While there is nothing to go by. */
const UNKNOWN_MS = 20_000

/** One notification, kept up to date while it is looked at. Never another's while it loads. */
export function useNotification(id: string) {
  const trpc = useTRPC()
  return useQuery(
    trpc.notifications.get.queryOptions(
      { id },
      {
        placeholderData: () => undefined,
        refetchInterval: ({ state: { data } }) => (data ? pollAfter(data, Date.now()) : UNKNOWN_MS),
      },
    ),
  )
}
