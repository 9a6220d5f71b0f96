'use client'

import { useRouter } from 'next/navigation'
import { type RefObject, useState } from 'react'
import { slugOf } from '#app/_components/slug.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { explainError } from '#app/_trpc/client.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { useWorkflowChanges } from '../use-workflow-changes.ts'
import { KeyField } from './key-field.tsx'
import type { Named } from './row-menu.tsx'

export interface DuplicateDialogProps {
  /** Null: closed. */
  row: Named | null
  onClose: () => void
  returnFocus: RefObject<HTMLElement | null>
}

/** A workflow under another key, begun from what this one is now. */
export function DuplicateDialog({ row, onClose, returnFocus }: DuplicateDialogProps) {
  return (
    <Dialog
      open={row !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      returnFocus={returnFocus}
      size="sm"
      title={`Duplicate “${row?.name ?? ''}”`}
      description="All that it does as it is saved now. The copy is off: it starts with nothing until it is switched on."
    >
      {row ? <DuplicateForm key={row.key} row={row} onClose={onClose} /> : null}
    </Dialog>
  )
}

function DuplicateForm({ row, onClose }: { row: Named; onClose: () => void }) {
  const router = useRouter()
  const { duplicate } = useWorkflowChanges()
  const [name, setName] = useState(`${row.name} copy`)
  const [written, setWritten] = useState<string | null>(null)
  const key = written ?? slugOf(name)
  const failure = duplicate.error ? explainError(duplicate.error) : null
  const reset = () => {
    if (duplicate.isError) duplicate.reset()
  }
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (duplicate.isPending) return
        duplicate.mutate(
          { from: row.key, key, name },
          { onSuccess: (made) => router.push(`/admin/workflows/${made.key}`) },
        )
      }}
    >
      <Field label="Name" error={fieldError(duplicate.error, 'name')}>
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={100}
            autoComplete="off"
            onChange={({ target }) => {
              reset()
              setName(target.value)
            }}
          />
        )}
      </Field>
      <KeyField
        value={key}
        followsName={written === null}
        onChange={(next) => {
          reset()
          setWritten(next)
        }}
        error={fieldError(duplicate.error, 'key')}
      />
      {failure && failure.issues.length === 0 ? (
        <Notice tone="red" title="It was not duplicated">
          {failure.message}
        </Notice>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          disabled={key === ''}
          loading={duplicate.isPending || duplicate.isSuccess}
        >
          Duplicate and open
        </Button>
      </div>
    </form>
  )
}
