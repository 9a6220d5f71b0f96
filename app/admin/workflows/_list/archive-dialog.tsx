'use client'

import type { RefObject } from 'react'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError } from '#app/_trpc/client.tsx'
import type { WorkflowChanges } from '../use-workflow-changes.ts'
import type { Named } from './row-menu.tsx'

export interface ArchiveDialogProps {
  /** Null: closed. */
  row: Named | null
  onClose: () => void
  changes: Pick<WorkflowChanges, 'archive' | 'restore'>
  returnFocus: RefObject<HTMLElement | null>
}

/** Asks before a workflow is put away, and says what that means. */
export function ArchiveDialog({ row, onClose, changes, returnFocus }: ArchiveDialogProps) {
  const { archive, restore } = changes
  const close = () => {
    archive.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      open={row !== null}
      onOpenChange={(open) => {
        if (!open) close()
      }}
      danger
      returnFocus={returnFocus}
      title={`Archive “${row?.name ?? ''}”?`}
      description={
        <p>
          {row?.enabled ? 'It is on: from now on no event starts it. ' : ''}
          What it planned already goes on. It can be restored at any time, and is off then.
        </p>
      }
      confirmLabel="Archive"
      pending={archive.isPending}
      onConfirm={() => {
        if (!row) return
        const { key, name } = row
        archive.mutate(
          { key },
          {
            onSuccess: () => {
              toast.success(`“${name}” is archived`, {
                action: { label: 'Undo', onClick: () => restore.mutate({ key }) },
              })
              close()
            },
          },
        )
      }}
    >
      {archive.error ? (
        <Notice tone="red" title="It was not archived">
          {explainError(archive.error).message}
        </Notice>
      ) : null}
    </ConfirmDialog>
  )
}
