'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { formatCount } from '#app/_components/number.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'

type InboxPage = RouterOutputs['inbox']['list']

const mails = (count: number) => `${formatCount(count)} ${count === 1 ? 'mail' : 'mails'}`

/** Marking and deleting; every list and count of the inbox follows. */
export function useInboxChanges() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const follow = () => client.invalidateQueries(trpc.inbox.pathFilter())

  const mark = useMutation(
    trpc.inbox.markRead.mutationOptions({
      // The dot goes at once; the answer of the server follows.
      onMutate: (input) => {
        if (!('deliveryIds' in input)) return
        const readAt = input.read === false ? null : new Date()
        client.setQueriesData<InboxPage>(trpc.inbox.list.queryFilter(), (page) => {
          if (!page) return page
          const rows = page.rows.map((row) =>
            input.deliveryIds.includes(row.deliveryId) ? { ...row, readAt } : row,
          )
          return { ...page, rows }
        })
      },
      onError: (error) => toastFailure('The mail was not marked', error),
      onSettled: follow,
    }),
  )
  const remove = useMutation(
    trpc.inbox.delete.mutationOptions({
      onSuccess: ({ count }) => toast.success(`${mails(count)} deleted`),
      onError: (error) => toastFailure('Nothing was deleted', error),
      onSettled: follow,
    }),
  )
  return { mark, remove }
}
