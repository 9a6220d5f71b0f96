'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import type { Studio } from './sides.ts'

export interface RollBackDialogProps {
  templateKey: string
  /** The version to bring back; null: closed. */
  version: Studio['versions'][number] | null
  newest: number
  draftDiffers: boolean
  returnFocus: RefObject<HTMLElement | null>
  onClose: () => void
  onRestored: (version: number) => void
}

/** Asks before an older version is sent again, as the next one. */
export function RollBackDialog(props: RollBackDialogProps) {
  const { templateKey, version, newest, draftDiffers, returnFocus, onClose, onRestored } = props
  const trpc = useTRPC()
  const client = useQueryClient()
  const [note, setNote] = useState('')
  const rollBack = useMutation(
    trpc.templates.rollBack.mutationOptions({
      onSuccess: (made) => {
        toast.success(`v${version?.version} is back, as v${made.version}`)
        setNote('')
        onRestored(made.version)
      },
      onSettled: () => client.invalidateQueries(trpc.templates.pathFilter()),
    }),
  )
  const back = version?.version ?? 0
  return (
    <ConfirmDialog
      open={version !== null}
      onOpenChange={(open) => {
        if (open) return
        rollBack.reset()
        onClose()
      }}
      returnFocus={returnFocus}
      title={`Roll back to v${back}?`}
      description={
        <p>
          What v{back} says is published as v{newest + 1} and sent from then on. Nothing is lost: v{newest}{' '}
          stays in the history{draftDiffers ? ', and so does the draft' : ''}.
        </p>
      }
      confirmLabel={`Roll back to v${back}`}
      pending={rollBack.isPending}
      onConfirm={() =>
        rollBack.mutate({ key: templateKey, version: back, ...(note.trim() ? { note: note.trim() } : {}) })
      }
    >
      <div className="grid gap-3">
        <Field label="Note" aside="optional" hint="Why, for whoever reads the history.">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={1_000}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        <FailureNotice title="It was not rolled back" error={rollBack.error} />
      </div>
    </ConfirmDialog>
  )
}
