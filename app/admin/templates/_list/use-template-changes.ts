'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'

/** What changes the list. `create` and `duplicate` leave their errors to the form, `archive` to its question. */
export function useTemplateChanges() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries(trpc.templates.pathFilter())
  return {
    create: useMutation(trpc.templates.create.mutationOptions({ onSettled })),
    duplicate: useMutation(trpc.templates.duplicate.mutationOptions({ onSettled })),
    archive: useMutation(trpc.templates.archive.mutationOptions({ onSettled })),
    restore: useMutation(
      trpc.templates.restore.mutationOptions({
        onSuccess: (_, { key }) => toast.success(`${key} is back`),
        onError: (error) => toastFailure('The template was not restored', error),
        onSettled,
      }),
    ),
  }
}

export type TemplateChanges = ReturnType<typeof useTemplateChanges>
