'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { keyOf, NameAndKey, type Named, type NamedWords } from './name-and-key.tsx'
import { nameOf, type Row } from './row.ts'
import type { RowDialogProps } from './use-row-actions.ts'

/** What makes the copy: a mutation of the router's. */
interface Duplicating {
  mutate(
    input: { from: string; key: string; name: string },
    then: { onSuccess: (made: { key: string }) => void },
  ): void
  reset(): void
  error: unknown
  isError: boolean
  isPending: boolean
  isSuccess: boolean
}

interface Shared {
  /** Of the key. */
  words: NamedWords['key']
  /** Where copies are opened, by their key. */
  folder: '/admin/templates' | '/admin/workflows'
  useDuplicate: () => Duplicating
}

export interface DuplicateDialogProps extends RowDialogProps<Row>, Shared {
  /** What the copy has, and what it does not do yet. */
  description: string
}

/** A thing under another key, begun from what another one is now. */
export function DuplicateDialog(props: DuplicateDialogProps) {
  const { row, onClose, returnFocus, description, ...shared } = props
  return (
    <Dialog
      open={row !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      returnFocus={returnFocus}
      size="sm"
      title={`Duplicate “${row ? nameOf(row) : ''}”`}
      description={description}
    >
      {row ? <DuplicateForm key={row.key} of={row} onClose={onClose} {...shared} /> : null}
    </Dialog>
  )
}

interface DuplicateFormProps extends Shared {
  of: Row
  onClose: () => void
}

function DuplicateForm({ of, words, folder, useDuplicate, onClose }: DuplicateFormProps) {
  const router = useRouter()
  const duplicate = useDuplicate()
  const [copy, setCopy] = useState<Named>({ name: `${nameOf(of)} copy`, key: null })
  const key = keyOf(copy)
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (duplicate.isPending) return
        duplicate.mutate(
          { from: of.key, key, name: copy.name.trim() },
          { onSuccess: (made) => router.push(`${folder}/${made.key}`) },
        )
      }}
    >
      <NameAndKey
        value={copy}
        onChange={(part) => {
          if (duplicate.isError) duplicate.reset()
          setCopy({ ...copy, ...part })
        }}
        words={{ key: words }}
        errors={{ name: fieldError(duplicate.error, 'name'), key: fieldError(duplicate.error, 'key') }}
      />
      <FailureNotice fields title="It was not duplicated" error={duplicate.error} />
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
