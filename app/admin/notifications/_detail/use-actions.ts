'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { DeliveryStatus } from '#server/db/schema/deliveries.ts'
import type { Notification } from './use-notification.ts'

const failed: readonly DeliveryStatus[] = ['FAILED', 'BOUNCED', 'COMPLAINED', 'UNKNOWN']
const waiting: readonly DeliveryStatus[] = ['QUEUED', 'HELD']

const deliveriesIn = (count: number) => `${count} ${count === 1 ? 'delivery' : 'deliveries'}`

/** What is shown at once, before the server has answered. */
const expected = {
  retry: (notification: Notification): Notification => ({
    ...notification,
    status: 'QUEUED',
    statusReason: null,
    deliveries: notification.deliveries.map((delivery) =>
      failed.includes(delivery.status) ? { ...delivery, status: 'QUEUED', dueAt: new Date() } : delivery,
    ),
    can: { ...notification.can, retry: { allowed: false, reason: 'It is being tried again.' } },
  }),
  cancel: (notification: Notification): Notification => ({
    ...notification,
    status: 'CANCELLED',
    deliveries: notification.deliveries.map((delivery) =>
      waiting.includes(delivery.status) ? { ...delivery, status: 'CANCELLED' } : delivery,
    ),
    can: { ...notification.can, cancel: { allowed: false, reason: 'It is being cancelled.' } },
  }),
  replay: (notification: Notification): Notification => ({
    ...notification,
    status: 'QUEUED',
    statusReason: null,
  }),
}

/** Retry, replay and cancel one notification: seen at once, taken back with the reason when the server refuses. */
export function useActions(id: string) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const queryKey = trpc.notifications.get.queryKey({ id })

  const shown = async (change: (notification: Notification) => Notification) => {
    await queryClient.cancelQueries({ queryKey })
    const before = queryClient.getQueryData(queryKey)
    if (before) queryClient.setQueryData(queryKey, change(before))
    return { before }
  }
  const takeBack = (title: string, error: unknown, before: Notification | undefined) => {
    if (before) queryClient.setQueryData(queryKey, before)
    toastFailure(title, error)
  }
  const settle = () => queryClient.invalidateQueries({ queryKey: trpc.notifications.pathKey() })

  const retry = useMutation(
    trpc.notifications.retry.mutationOptions({
      onMutate: () => shown(expected.retry),
      onSuccess: ({ deliveries }) => void toast.success(`Trying ${deliveriesIn(deliveries)} again`),
      onError: (error, _, context) => takeBack('It was not tried again', error, context?.before),
      onSettled: settle,
    }),
  )
  const cancel = useMutation(
    trpc.notifications.cancel.mutationOptions({
      onMutate: () => shown(expected.cancel),
      onSuccess: ({ deliveries }) =>
        void toast.success(deliveries > 0 ? `Cancelled ${deliveriesIn(deliveries)}` : 'Cancelled'),
      onError: (error, _, context) => takeBack('It was not cancelled', error, context?.before),
      onSettled: settle,
    }),
  )
  const replay = useMutation(
    trpc.notifications.replay.mutationOptions({
      onMutate: () => shown(expected.replay),
      onSuccess: ({ deliveries }) =>
        void toast.success(`Replayed: ${deliveriesIn(deliveries)} made`, {
          description: 'It appears in the timeline as it goes out.',
        }),
      onError: (error, _, context) => takeBack('It was not replayed', error, context?.before),
      onSettled: settle,
    }),
  )
  return { retry, cancel, replay }
}
