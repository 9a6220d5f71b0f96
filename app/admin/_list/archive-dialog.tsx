'use client'

import type { ReactNode } from 'react'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { nameOf, type Row } from './row.ts'
import type { RowDialogProps } from './use-row-actions.ts'

export interface ArchiveDialogProps<R extends Row> extends RowDialogProps<R> {
  /** Mutations of the router’s. */
  changes: {
    archive: {
      mutate: (input: { key: string }, then: { onSuccess: () => void }) => void
      reset: () => void
      error: unknown
      isPending: boolean
    }
    restore: { mutate: (input: { key: string }) => void }
  }
  /** What it means for this one. */
  meaning: (row: R) => ReactNode
}

/** Asks before something is put away, and says what that means; what refuses it is said here. */
export function ArchiveDialog<R extends Row>(props: ArchiveDialogProps<R>) {
  const { row, onClose, changes, meaning, returnFocus } = props
  const { archive, restore } = changes
  const name = row ? nameOf(row) : ''
  const close = () => {
    archive.reset()
    onClose()
  }
  const confirm = ({ key }: R) => {
    const onSuccess = () => {
      const undo = { label: 'Undo', onClick: () => restore.mutate({ key }) }
      toast.success(`“${name}” is archived`, { action: undo })
      close()
    }
    archive.mutate({ key }, { onSuccess })
  }
  return (
    <ConfirmDialog
      open={row !== null}
      onOpenChange={(open) => {
        if (!open) close()
      }}
      danger
      returnFocus={returnFocus}
      title={`Archive “${name}”?`}
      description={row && meaning(row)}
      confirmLabel="Archive"
      pending={archive.isPending}
      onConfirm={() => row && confirm(row)}
    >
      <FailureNotice title="It was not archived" error={archive.error} />
    </ConfirmDialog>
  )
}
