'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'

/** What changes workflows. `create`, `duplicate`, `save` and `archive` leave their errors to whoever asks. */
export function useWorkflowChanges() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries(trpc.workflows.pathFilter())
  return {
    create: useMutation(trpc.workflows.create.mutationOptions({ onSettled })),
    duplicate: useMutation(trpc.workflows.duplicate.mutationOptions({ onSettled })),
    archive: useMutation(trpc.workflows.archive.mutationOptions({ onSettled })),
    save: useMutation(trpc.workflows.save.mutationOptions({ onSettled })),
    restoreVersion: useMutation(trpc.workflows.restoreVersion.mutationOptions({ onSettled })),
    setEnabled: useMutation(
      trpc.workflows.setEnabled.mutationOptions({
        onError: (error) => toastFailure('It was not switched', error),
        onSettled,
      }),
    ),
    restore: useMutation(
      trpc.workflows.restore.mutationOptions({
        onSuccess: (_, { key }) => toast.success(`${key} is back, and off`),
        onError: (error) => toastFailure('The workflow was not restored', error),
        onSettled,
      }),
    ),
  }
}

export type WorkflowChanges = ReturnType<typeof useWorkflowChanges>
