'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { type Category, type Flag, type Flags, flagWords, switched } from './fields.ts'

type List = RouterOutputs['categories']['list']

/** Switching, ordering and removing categories: seen at once, taken back when the server refuses. */
export function useCategoryActions() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const queryKey = trpc.categories.list.queryKey()

  const shown = async (change: (list: List) => List) => {
    await client.cancelQueries({ queryKey })
    const before = client.getQueryData(queryKey)
    if (before) client.setQueryData(queryKey, change(before))
    return { before }
  }
  const takeBack = (title: string, error: unknown, before: List | undefined) => {
    if (before) client.setQueryData(queryKey, before)
    toastFailure(title, error)
  }
  /** Of a list that still has it. */
  const nameIn = (list: List | undefined, key: string) =>
    list?.categories.find((one) => one.key === key)?.name ?? key
  const settle = () => client.invalidateQueries({ queryKey: trpc.categories.pathKey() })

  const save = useMutation(
    trpc.categories.save.mutationOptions({
      onMutate: ({ key, ...change }) =>
        shown((list) => ({
          ...list,
          categories: list.categories.map((one) =>
            one.key === key ? { ...one, ...(change as Partial<Flags>) } : one,
          ),
        })),
      onError: (error, { key }, context) =>
        takeBack(`“${nameIn(context?.before, key)}” was not changed`, error, context?.before),
      onSettled: settle,
    }),
  )
  const order = useMutation(
    trpc.categories.order.mutationOptions({
      onMutate: ({ keys }) =>
        shown((list) => ({
          ...list,
          categories: list.categories.toSorted((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key)),
        })),
      onError: (error, _, context) => takeBack('The order was not changed', error, context?.before),
      onSettled: settle,
    }),
  )
  const remove = useMutation(
    trpc.categories.remove.mutationOptions({
      onSuccess: (_, { key }) =>
        void toast.success(`“${nameIn(client.getQueryData(queryKey), key)}” is no category any more`),
      onError: (error) => toastFailure('The category was not deleted', error),
      onSettled: settle,
    }),
  )

  const turn = (category: Category, flag: Flag, on: boolean) => {
    const change = switched(flag, on)
    const back: Partial<Flags> = {}
    for (const name of Object.keys(change) as Flag[]) back[name] = category[name]
    save.mutate(
      { key: category.key, ...change },
      {
        onSuccess: () =>
          void toast.success(
            `${category.name}: ${flagWords[flag].label.toLowerCase()}, ${on ? 'on' : 'off'}`,
            {
              action: { label: 'Undo', onClick: () => save.mutate({ key: category.key, ...back }) },
            },
          ),
      },
    )
  }
  return { turn, order, remove }
}
