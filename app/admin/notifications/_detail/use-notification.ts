'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '#app/_trpc/client.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'

export type Notification = RouterOutputs['notifications']['get']
export type Delivery = Notification['deliveries'][number]

const IN_FLIGHT_MS = 1_000
const SOON_MS = 10_000
const WAITING_MS = 5_000
const SETTLED_MS = 20_000

/** How soon to look again: at once while something is on its way, seldom when all is settled. */
export function pollAfter(
  { status, deliveries }: Pick<Notification, 'status' | 'deliveries'>,
  now: number,
): number {
  if (status === 'PENDING' || deliveries.some((delivery) => delivery.status === 'SENDING'))
    return IN_FLIGHT_MS
  const due = deliveries
    .filter((delivery) => delivery.status === 'QUEUED' || delivery.status === 'HELD')
    .map(({ dueAt }) => dueAt.getTime())
  if (due.length === 0) return status === 'QUEUED' ? IN_FLIGHT_MS : SETTLED_MS
  return Math.min(...due) - now < SOON_MS ? IN_FLIGHT_MS : WAITING_MS
}

/** One notification, kept up to date while it is looked at. Never another's while it loads. */
export function useNotification(id: string) {
  const trpc = useTRPC()
  return useQuery(
    trpc.notifications.get.queryOptions(
      { id },
      {
        placeholderData: () => undefined,
        refetchInterval: ({ state: { data } }) => (data ? pollAfter(data, Date.now()) : SETTLED_MS),
      },
    ),
  )
}
