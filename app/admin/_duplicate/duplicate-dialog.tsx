'use client'

import { useRouter } from 'next/navigation'
import { type RefObject, useState } from 'react'
import { KeyField, type KeyFieldProps } from '#app/_components/key-field.tsx'
import { slugOf } from '#app/_components/slug.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { explainError } from '#app/_trpc/client.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'

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

export interface DuplicateDialogProps extends Pick<KeyFieldProps, 'hint' | 'placeholder'> {
  /** Null: closed. */
  of: { key: string; name: string } | null
  /** What the copy has, and what it does not do yet. */
  description: string
  /** Where copies are opened, by their key. */
  folder: '/admin/templates' | '/admin/workflows'
  useDuplicate: () => Duplicating
  onClose: () => void
  returnFocus: RefObject<HTMLElement | null>
}

/** A thing under another key, begun from what another one is now. */
export function DuplicateDialog({ of, description, returnFocus, ...form }: DuplicateDialogProps) {
  return (
    <Dialog
      open={of !== null}
      onOpenChange={(open) => {
        if (!open) form.onClose()
      }}
      returnFocus={returnFocus}
      size="sm"
      title={`Duplicate “${of?.name ?? ''}”`}
      description={description}
    >
      {of ? <DuplicateForm key={of.key} of={of} {...form} /> : null}
    </Dialog>
  )
}

interface DuplicateFormProps
  extends Pick<DuplicateDialogProps, 'hint' | 'placeholder' | 'folder' | 'useDuplicate' | 'onClose'> {
  of: { key: string; name: string }
}

function DuplicateForm({ of, hint, placeholder, folder, useDuplicate, onClose }: DuplicateFormProps) {
  const router = useRouter()
  const duplicate = useDuplicate()
  const [name, setName] = useState(`${of.name} copy`)
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
          { from: of.key, key, name: name.trim() },
          { onSuccess: (made) => router.push(`${folder}/${made.key}`) },
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
        hint={hint}
        placeholder={placeholder}
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
