'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { changed, type PreferencesChange, undoing } from './changed.ts'
import type { User } from './use-user.ts'

/** Changes a user's preferences at once, is seen before the server has answered, and offers to take it back. */
export function usePreferences(user: User) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const key = trpc.users.get.queryKey({ id: user.id })
  const options = trpc.users.setPreferences.mutationOptions({
    onMutate: async ({ id: _, ...change }) => {
      await client.cancelQueries({ queryKey: key })
      client.setQueryData(key, (old) => old && { ...old, preferences: changed(old.preferences, change) })
    },
    onError: (error) => toastFailure('The preference was not changed', error),
    onSettled: () => {
      // The answer to an earlier change would take back, for a moment, what was chosen since.
      if (client.isMutating({ mutationKey: trpc.users.setPreferences.mutationKey() }) > 1) return
      void client.invalidateQueries({ queryKey: key })
      void client.invalidateQueries(trpc.users.list.queryFilter())
    },
  })
  const set = useMutation(options)
  /** `said`: what it is now, in words. */
  return (change: PreferencesChange, said: string) => {
    const back = undoing(user.preferences, change, user.optedOut)
    const undo = () => set.mutate({ id: user.id, ...back })
    set.mutate(
      { id: user.id, ...change },
      { onSuccess: () => void toast.success(said, { action: { label: 'Undo', onClick: undo } }) },
    )
  }
}
