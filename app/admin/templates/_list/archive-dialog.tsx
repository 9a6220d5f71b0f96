'use client'

import type { RefObject } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError } from '#app/_trpc/client.tsx'
import type { TemplateRow } from './row-state.ts'
import type { TemplateChanges } from './use-template-changes.ts'

export interface ArchiveDialogProps {
  /** Null: closed. */
  row: TemplateRow | null
  onClose: () => void
  changes: Pick<TemplateChanges, 'archive' | 'restore'>
  returnFocus: RefObject<HTMLElement | null>
}

/** Asks before a template is put away; what refuses it is said here. */
export function ArchiveDialog({
  row,
  onClose,
  changes: { archive, restore },
  returnFocus,
}: ArchiveDialogProps) {
  const name = row?.name ?? row?.key ?? ''
  const enabled = row?.usedBy.filter((workflow) => workflow.enabled) ?? []
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
      title={`Archive “${name}”?`}
      description={
        <>
          {enabled.length > 0 ? (
            <p className="mb-2 text-ink">
              {enabled.map((workflow) => workflow.name).join(', ')} {enabled.length === 1 ? 'sends' : 'send'}{' '}
              it now.
            </p>
          ) : null}
          <p>
            It is sent no more and leaves the list.{' '}
            {row && row.sent30d > 0
              ? `What it sent (${formatCount(row.sent30d)} in 30 days) stays as it was. `
              : ''}
            It can be restored at any time.
          </p>
        </>
      }
      confirmLabel="Archive"
      pending={archive.isPending}
      onConfirm={() => {
        if (!row) return
        archive.mutate(
          { key: row.key },
          {
            onSuccess: () => {
              toast.success(`“${name}” is archived`, {
                action: { label: 'Undo', onClick: () => restore.mutate({ key: row.key }) },
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
