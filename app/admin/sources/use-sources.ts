'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'

/** What changes webhook sources. `create`, `save` and `rotate` leave their errors to the form, the others tell them. */
export function useSourceChanges() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const settle = () => client.invalidateQueries({ queryKey: trpc.sources.pathKey() })
  const tells = (title: string) => ({
    onSettled: settle,
    onError: (error: unknown) => toastFailure(title, error),
  })
  return {
    create: useMutation(trpc.sources.create.mutationOptions({ onSettled: settle })),
    update: useMutation(trpc.sources.update.mutationOptions(tells('The source was not changed'))),
    save: useMutation(trpc.sources.update.mutationOptions({ onSettled: settle })),
    remove: useMutation(trpc.sources.delete.mutationOptions(tells('The source was not deleted'))),
    rotate: useMutation(trpc.sources.rotateSecret.mutationOptions({ onSettled: settle })),
    endSecret: useMutation(trpc.sources.endSecret.mutationOptions(tells('The secret was not ended'))),
    reveal: useMutation(
      trpc.sources.revealSecrets.mutationOptions({
        onError: (error) => toastFailure('The secrets could not be shown', error),
      }),
    ),
  }
}
